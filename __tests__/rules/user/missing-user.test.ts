import { missingUser } from "../../../src/rules/user/missing-user.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingUser);
