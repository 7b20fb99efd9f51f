import { nonNumericUser } from "../../../src/rules/user/non-numeric-user.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(nonNumericUser);
