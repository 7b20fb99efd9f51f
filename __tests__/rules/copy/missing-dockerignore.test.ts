import { missingDockerignore } from "../../../src/rules/copy/missing-dockerignore.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(missingDockerignore);
