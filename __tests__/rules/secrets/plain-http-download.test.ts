import { plainHttpDownload } from "../../../src/rules/secrets/plain-http-download.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(plainHttpDownload);
