import { invalidOnbuild } from "../../../src/rules/syntax/invalid-onbuild.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(invalidOnbuild);
