import { repeatedCommand } from "../../../src/rules/runtime/repeated-command.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(repeatedCommand);
