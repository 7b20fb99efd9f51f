import { undefinedVariable } from "../../../src/rules/syntax/undefined-variable.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(undefinedVariable);
