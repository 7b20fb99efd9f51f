import { unscannedImage } from "../../../src/rules/repository/unscanned-image.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(unscannedImage);
