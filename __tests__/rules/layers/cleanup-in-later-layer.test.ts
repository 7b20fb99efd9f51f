import { cleanupInLaterLayer } from "../../../src/rules/layers/cleanup-in-later-layer.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(cleanupInLaterLayer);
