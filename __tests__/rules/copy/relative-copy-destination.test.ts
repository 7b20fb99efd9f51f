import { relativeCopyDestination } from "../../../src/rules/copy/relative-copy-destination.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(relativeCopyDestination);
