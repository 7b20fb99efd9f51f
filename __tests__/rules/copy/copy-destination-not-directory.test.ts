import { copyDestinationNotDirectory } from "../../../src/rules/copy/copy-destination-not-directory.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(copyDestinationNotDirectory);
