import { shellFormInShellLessImage } from "../../../src/rules/run/shell-form-in-shell-less-image.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(shellFormInShellLessImage);
