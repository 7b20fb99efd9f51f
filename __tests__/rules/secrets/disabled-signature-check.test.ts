import { disabledSignatureCheck } from "../../../src/rules/secrets/disabled-signature-check.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(disabledSignatureCheck);
