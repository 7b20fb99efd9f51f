import { secretInArgOrEnv } from "../../../src/rules/secrets/secret-in-arg-or-env.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(secretInArgOrEnv);
