import { uncheckedHeredoc } from "../../../src/rules/run/unchecked-heredoc.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(uncheckedHeredoc);
