import { missingHealthcheck } from "../../../src/rules/runtime/missing-healthcheck.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingHealthcheck);
