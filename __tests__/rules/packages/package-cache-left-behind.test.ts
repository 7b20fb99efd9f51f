import { packageCacheLeftBehind } from "../../../src/rules/packages/package-cache-left-behind.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(packageCacheLeftBehind);
