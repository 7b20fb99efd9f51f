import { unknownSourceStage } from "../../../src/rules/stages/unknown-source-stage.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(unknownSourceStage);
