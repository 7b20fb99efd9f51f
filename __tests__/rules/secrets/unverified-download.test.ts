import { unverifiedDownload } from "../../../src/rules/secrets/unverified-download.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(unverifiedDownload);
