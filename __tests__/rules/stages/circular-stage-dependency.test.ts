import { circularStageDependency } from "../../../src/rules/stages/circular-stage-dependency.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(circularStageDependency);
