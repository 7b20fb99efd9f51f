import { logToFile } from "../../../src/rules/runtime/log-to-file.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(logToFile);
