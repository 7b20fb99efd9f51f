import { sparseUserLog } from "../../../src/rules/user/sparse-user-log.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(sparseUserLog);
