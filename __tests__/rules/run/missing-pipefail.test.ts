import { missingPipefail } from "../../../src/rules/run/missing-pipefail.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingPipefail);
