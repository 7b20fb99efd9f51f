import { reservedStageName } from "../../../src/rules/stages/reserved-stage-name.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(reservedStageName);
