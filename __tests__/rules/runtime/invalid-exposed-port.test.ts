import { invalidExposedPort } from "../../../src/rules/runtime/invalid-exposed-port.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(invalidExposedPort);
