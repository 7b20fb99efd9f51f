import { undigestedBaseImage } from "../../../src/rules/base-image/undigested-base-image.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(undigestedBaseImage);
