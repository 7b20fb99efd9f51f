import { aptRecommendedPackages } from "../../../src/rules/packages/apt-recommended-packages.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(aptRecommendedPackages);
