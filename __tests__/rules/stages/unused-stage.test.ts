import { unusedStage } from "../../../src/rules/stages/unused-stage.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(unusedStage);
