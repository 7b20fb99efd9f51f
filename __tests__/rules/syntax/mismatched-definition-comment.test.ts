import { mismatchedDefinitionComment } from "../../../src/rules/syntax/mismatched-definition-comment.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(mismatchedDefinitionComment);
