import { manyLayers } from "../../../src/rules/layers/many-layers.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(manyLayers);
