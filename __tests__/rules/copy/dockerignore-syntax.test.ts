import { dockerignoreSyntax } from "../../../src/rules/copy/dockerignore-syntax.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(dockerignoreSyntax);
