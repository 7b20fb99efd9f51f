import { shellFormCommand } from "../../../src/rules/runtime/shell-form-command.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(shellFormCommand);
