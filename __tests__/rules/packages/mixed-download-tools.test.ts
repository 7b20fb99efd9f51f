import { mixedDownloadTools } from "../../../src/rules/packages/mixed-download-tools.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(mixedDownloadTools);
