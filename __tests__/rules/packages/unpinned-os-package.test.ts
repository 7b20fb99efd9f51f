import { unpinnedOsPackage } from "../../../src/rules/packages/unpinned-os-package.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(unpinnedOsPackage);
