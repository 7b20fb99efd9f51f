import { looseBaseImageVersion } from "../../../src/rules/base-image/loose-base-image-version.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(looseBaseImageVersion);
