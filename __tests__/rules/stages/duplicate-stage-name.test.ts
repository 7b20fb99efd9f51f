import { duplicateStageName } from "../../../src/rules/stages/duplicate-stage-name.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(duplicateStageName);
