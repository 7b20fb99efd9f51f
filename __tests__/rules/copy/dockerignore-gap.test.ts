import { dockerignoreGap } from "../../../src/rules/copy/dockerignore-gap.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(dockerignoreGap);
