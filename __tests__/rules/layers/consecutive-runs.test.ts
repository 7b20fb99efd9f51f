import { consecutiveRuns } from "../../../src/rules/layers/consecutive-runs.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(consecutiveRuns);
