import { selfReferringEnv } from "../../../src/rules/syntax/self-referring-env.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(selfReferringEnv);
