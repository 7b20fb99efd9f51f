import { deprecatedMaintainer } from "../../../src/rules/metadata/deprecated-maintainer.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(deprecatedMaintainer);
