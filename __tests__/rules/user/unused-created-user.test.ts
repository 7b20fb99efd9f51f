import { unusedCreatedUser } from "../../../src/rules/user/unused-created-user.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(unusedCreatedUser);
