import { cacheBustingArgument } from "../../../src/rules/layers/cache-busting-argument.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(cacheBustingArgument);
