import { worldWritablePath } from "../../../src/rules/user/world-writable-path.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(worldWritablePath);
