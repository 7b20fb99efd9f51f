import { unpurgedBuildDependencies } from "../../../src/rules/packages/unpurged-build-dependencies.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(unpurgedBuildDependencies);
