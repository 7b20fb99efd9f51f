import { redundantTargetPlatform } from "../../../src/rules/base-image/redundant-target-platform.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(redundantTargetPlatform);
