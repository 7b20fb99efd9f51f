import { invalidLabel } from "../../../src/rules/metadata/invalid-label.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(invalidLabel);
