import { invalidStopSignal } from "../../../src/rules/runtime/invalid-stop-signal.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(invalidStopSignal);
