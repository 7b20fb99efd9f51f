import { pipedRemoteScript } from "../../../src/rules/secrets/piped-remote-script.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(pipedRemoteScript);
