import { namedUserWithoutPasswd } from "../../../src/rules/user/named-user-without-passwd.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(namedUserWithoutPasswd);
