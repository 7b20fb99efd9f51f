import { inlineSuppression } from "../../../src/rules/syntax/inline-suppression.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(inlineSuppression);
