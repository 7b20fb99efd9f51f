import { wholeFilesystemCopy } from "../../../src/rules/stages/whole-filesystem-copy.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(wholeFilesystemCopy);
