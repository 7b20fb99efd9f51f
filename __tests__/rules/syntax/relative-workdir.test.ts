import { relativeWorkdir } from "../../../src/rules/syntax/relative-workdir.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(relativeWorkdir);
