import { importRuleTests } from "../support/import-rule-tests.ts";

await importRuleTests("packages");
