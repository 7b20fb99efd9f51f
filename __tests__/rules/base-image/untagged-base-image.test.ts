import { untaggedBaseImage } from "../../../src/rules/base-image/untagged-base-image.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(untaggedBaseImage);
