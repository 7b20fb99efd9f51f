import { unautomatedBaseUpdates } from "../../../src/rules/repository/unautomated-base-updates.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(unautomatedBaseUpdates);
