import { noisyWget } from "../../../src/rules/packages/noisy-wget.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(noisyWget);
