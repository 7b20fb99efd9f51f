import { devDependenciesInFinalStage } from "../../../src/rules/packages/dev-dependencies-in-final-stage.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(devDependenciesInFinalStage);
