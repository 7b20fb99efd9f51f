import { copyFromOwnStage } from "../../../src/rules/stages/copy-from-own-stage.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(copyFromOwnStage);
