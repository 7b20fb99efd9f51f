import { secretMountUnused } from "../../../src/rules/secrets/secret-mount-unused.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(secretMountUnused);
