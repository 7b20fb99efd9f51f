import { sudoInRun } from "../../../src/rules/user/sudo-in-run.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(sudoInRun);
