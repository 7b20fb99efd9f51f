import { packageIndexUpdateAlone } from "../../../src/rules/packages/package-index-update-alone.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(packageIndexUpdateAlone);
