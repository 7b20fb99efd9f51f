import { sourceInFinalStage } from "../../../src/rules/stages/source-in-final-stage.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(sourceInFinalStage);
