import { pointlessCommand } from "../../../src/rules/run/pointless-command.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(pointlessCommand);
