import { disabledTlsVerification } from "../../../src/rules/secrets/disabled-tls-verification.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(disabledTlsVerification);
