import { missingImageLabels } from "../../../src/rules/metadata/missing-image-labels.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingImageLabels);
