import { instructionCasing } from "../../../src/rules/syntax/instruction-casing.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(instructionCasing);
