import { privilegedRun } from "../../../src/rules/run/privileged-run.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(privilegedRun);
