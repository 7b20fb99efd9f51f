import { ignoredCommand } from "../../../src/rules/runtime/ignored-command.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(ignoredCommand);
