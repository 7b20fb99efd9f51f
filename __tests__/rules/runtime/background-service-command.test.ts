import { backgroundServiceCommand } from "../../../src/rules/runtime/background-service-command.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(backgroundServiceCommand);
