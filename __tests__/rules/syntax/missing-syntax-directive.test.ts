import { missingSyntaxDirective } from "../../../src/rules/syntax/missing-syntax-directive.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingSyntaxDirective);
