import { relinkedShell } from "../../../src/rules/run/relinked-shell.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(relinkedShell);
