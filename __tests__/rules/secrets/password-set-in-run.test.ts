import { passwordSetInRun } from "../../../src/rules/secrets/password-set-in-run.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(passwordSetInRun);
