import { copiedArchiveExtracted } from "../../../src/rules/copy/copied-archive-extracted.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(copiedArchiveExtracted);
