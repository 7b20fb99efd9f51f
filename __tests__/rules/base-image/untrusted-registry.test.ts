import { untrustedRegistry } from "../../../src/rules/base-image/untrusted-registry.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(untrustedRegistry);
