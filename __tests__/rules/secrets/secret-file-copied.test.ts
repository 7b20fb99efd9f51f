import { secretFileCopied } from "../../../src/rules/secrets/secret-file-copied.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(secretFileCopied);
