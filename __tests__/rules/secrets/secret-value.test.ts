import { secretValue } from "../../../src/rules/secrets/secret-value.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(secretValue);
