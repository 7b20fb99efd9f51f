import { fixedPlatform } from "../../../src/rules/base-image/fixed-platform.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(fixedPlatform);
