import { missingCacheMount } from "../../../src/rules/packages/missing-cache-mount.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingCacheMount);
