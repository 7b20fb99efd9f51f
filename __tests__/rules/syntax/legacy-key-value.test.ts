import { legacyKeyValue } from "../../../src/rules/syntax/legacy-key-value.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(legacyKeyValue);
