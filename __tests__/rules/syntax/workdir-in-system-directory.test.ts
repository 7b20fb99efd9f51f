import { workdirInSystemDirectory } from "../../../src/rules/syntax/workdir-in-system-directory.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(workdirInSystemDirectory);
