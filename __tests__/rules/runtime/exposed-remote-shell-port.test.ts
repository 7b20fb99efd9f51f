import { exposedRemoteShellPort } from "../../../src/rules/runtime/exposed-remote-shell-port.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(exposedRemoteShellPort);
