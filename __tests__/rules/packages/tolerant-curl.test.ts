import { tolerantCurl } from "../../../src/rules/packages/tolerant-curl.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(tolerantCurl);
