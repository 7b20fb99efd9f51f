import { ownershipInLaterLayer } from "../../../src/rules/layers/ownership-in-later-layer.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(ownershipInLaterLayer);
