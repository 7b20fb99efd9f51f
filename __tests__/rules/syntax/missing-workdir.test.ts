import { missingWorkdir } from "../../../src/rules/syntax/missing-workdir.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingWorkdir);
