import { baseImageVersionDrift } from "../../../src/rules/base-image/base-image-version-drift.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(baseImageVersionDrift);
