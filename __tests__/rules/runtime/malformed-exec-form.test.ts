import { malformedExecForm } from "../../../src/rules/runtime/malformed-exec-form.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(malformedExecForm);
