import { unpinnedLanguagePackage } from "../../../src/rules/packages/unpinned-language-package.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(unpinnedLanguagePackage);
