import { missingCommand } from "../../../src/rules/runtime/missing-command.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingCommand);
