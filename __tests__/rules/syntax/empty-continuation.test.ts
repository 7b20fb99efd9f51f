import { emptyContinuation } from "../../../src/rules/syntax/empty-continuation.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(emptyContinuation);
