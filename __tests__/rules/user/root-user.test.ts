import { rootUser } from "../../../src/rules/user/root-user.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(rootUser);
