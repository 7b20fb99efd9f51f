import { credentialsInUrl } from "../../../src/rules/secrets/credentials-in-url.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(credentialsInUrl);
