import { sourceBeforeDependencies as rule } from "../../../src/rules/layers/source-before-dependencies.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(rule);
