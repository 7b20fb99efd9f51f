import { unavailableHealthcheckTool } from "../../../src/rules/runtime/unavailable-healthcheck-tool.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(unavailableHealthcheckTool);
