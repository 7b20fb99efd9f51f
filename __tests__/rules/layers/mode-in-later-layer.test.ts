import { modeInLaterLayer } from "../../../src/rules/layers/mode-in-later-layer.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(modeInLaterLayer);
