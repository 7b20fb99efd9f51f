import { latestBaseImage } from "../../../src/rules/base-image/latest-base-image.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(latestBaseImage);
