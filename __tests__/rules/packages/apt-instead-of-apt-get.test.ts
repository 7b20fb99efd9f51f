import { aptInsteadOfAptGet } from "../../../src/rules/packages/apt-instead-of-apt-get.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(aptInsteadOfAptGet);
