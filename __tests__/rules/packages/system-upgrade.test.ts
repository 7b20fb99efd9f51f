import { systemUpgrade } from "../../../src/rules/packages/system-upgrade.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(systemUpgrade);
