import { singleStageBuild } from "../../../src/rules/stages/single-stage-build.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(singleStageBuild);
