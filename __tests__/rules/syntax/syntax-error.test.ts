import { syntaxError } from "../../../src/rules/syntax/syntax-error.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(syntaxError);
