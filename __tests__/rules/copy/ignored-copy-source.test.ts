import { ignoredCopySource } from "../../../src/rules/copy/ignored-copy-source.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(ignoredCopySource);
