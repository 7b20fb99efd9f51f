import type { AuditTarget, RepositoryHost } from "../ports.ts";
import type { FleetReport } from "../report/fleet-report.ts";
import type { Rule } from "../rules/rule.ts";
import { combineSettings } from "../settings/combine.ts";
import { layerSettings } from "../settings/layer-settings.ts";
import { readSettingsFile } from "../settings/read-file.ts";
import type { FileSettings, Inputs, Settings } from "../settings/settings.ts";
import { auditFleet, type FleetAudit } from "./audit-fleet.ts";
import { dockerfileMatcher } from "./find-dockerfiles.ts";
import { findSettings, loadSettings, policiesFor } from "./load-settings.ts";
import type { FleetJudging, JudgingBy } from "./own-settings.ts";

/** An audit of one job's share. */
export interface ShareRun extends Pick<FleetAudit, "host" | "runner" | "docsUrl" | "today"> {
  /** The running repository at its commit: its settings file is the central one. */
  readonly own: RepositoryHost & { readTarget(): Promise<Pick<AuditTarget, "sha">> };
  readonly inputs: Inputs;
  readonly rules: readonly Rule[];
  /** `owner/name` */
  readonly repositories: readonly string[];
}

/**
 * Audits a share of an organisation's repositories by the settings of the running one, over which go their own where they may, and
 * writes what it found as a JSON file for the job that merges the shares.
 * @throws UserError for settings that mean nothing, and for a token that is refused
 */
export async function auditShare(run: ShareRun): Promise<FleetReport> {
  const { host, runner, docsUrl, today, own, inputs, rules } = run;
  const { sha } = await own.readTarget();
  const found = await findSettings(own, sha, inputs.config);
  const loaded = loadSettings(inputs, found, rules);
  const { preset, ownSettings } = loaded.settings;
  const audit: FleetAudit = {
    host,
    runner,
    docsUrl,
    today,
    judging: judgingOf(run, loaded.settings),
    judgingBy: ownSettings === "allow" ? ownJudging(run, loaded.file) : null,
    preset,
    rules,
    notes: loaded.notes,
  };
  const report = await auditFleet(audit, run.repositories);
  runner.setOutput("count", String(report.repositories.length));
  runner.setOutput("json-path", await runner.writeFile("fleet.json", JSON.stringify(report)));
  return report;
}

function judgingOf({ rules, today }: ShareRun, settings: Settings): FleetJudging {
  return {
    policyFor: policiesFor(settings, rules, today, true),
    kindOf: dockerfileMatcher({ include: settings.paths, exclude: settings.exclude }),
  };
}

/** How files are judged by a repository's own settings over the central ones. */
function ownJudging(run: ShareRun, central: FileSettings): JudgingBy {
  const { inputs, rules } = run;
  return ({ path, text }) => {
    const own = readSettingsFile(path, text, rules);
    const settings = combineSettings(inputs, layerSettings(central, own, rules));
    return { ...judgingOf(run, settings), baseline: own.baseline ?? null };
  };
}
