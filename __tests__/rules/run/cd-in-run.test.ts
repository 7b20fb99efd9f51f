import { cdInRun } from "../../../src/rules/run/cd-in-run.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(cdInRun);
