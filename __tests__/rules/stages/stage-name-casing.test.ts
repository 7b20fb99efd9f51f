import { stageNameCasing } from "../../../src/rules/stages/stage-name-casing.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(stageNameCasing);
