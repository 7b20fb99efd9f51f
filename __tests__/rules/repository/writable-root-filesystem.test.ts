import { writableRootFilesystem } from "../../../src/rules/repository/writable-root-filesystem.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(writableRootFilesystem);
