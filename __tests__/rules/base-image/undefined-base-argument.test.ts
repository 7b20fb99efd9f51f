import { undefinedBaseArgument } from "../../../src/rules/base-image/undefined-base-argument.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(undefinedBaseArgument);
