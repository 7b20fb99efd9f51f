import { buildToolsInFinalStage } from "../../../src/rules/stages/build-tools-in-final-stage.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(buildToolsInFinalStage);
