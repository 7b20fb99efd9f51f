import { copyFromEmptyStage } from "../../../src/rules/stages/copy-from-empty-stage.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(copyFromEmptyStage);
