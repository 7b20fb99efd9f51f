import { missingExposedPort } from "../../../src/rules/runtime/missing-exposed-port.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingExposedPort);
