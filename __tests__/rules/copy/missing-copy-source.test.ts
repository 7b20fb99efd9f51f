import { missingCopySource } from "../../../src/rules/copy/missing-copy-source.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingCopySource);
