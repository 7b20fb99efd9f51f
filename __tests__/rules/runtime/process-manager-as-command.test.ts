import { processManagerAsCommand } from "../../../src/rules/runtime/process-manager-as-command.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(processManagerAsCommand);
