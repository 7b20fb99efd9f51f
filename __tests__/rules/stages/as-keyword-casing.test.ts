import { asKeywordCasing } from "../../../src/rules/stages/as-keyword-casing.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(asKeywordCasing);
