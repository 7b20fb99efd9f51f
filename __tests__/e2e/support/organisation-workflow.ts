import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { Artifacts, type Files } from "./artifacts.ts";
import { type MeasuredRun, type Organisation, reportOf } from "./organisation.ts";
import type { FleetReport } from "../../../src/report/fleet-report.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Strategy {
  readonly "max-parallel": number;
}

type JobName = "list" | "audit" | "merge";

/** The workflow that docs/organisation.md shows. */
const workflow = (() => {
  const page = readFileSync(new URL("../../../docs/organisation.md", import.meta.url), "utf8");
  const block = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].find(([, text]) =>
    /^jobs:/m.test(text ?? ""),
  );
  return parse(block?.[1] ?? "") as {
    readonly jobs: Readonly<
      Record<JobName, { readonly steps: readonly Step[]; readonly strategy?: Strategy }>
    >;
  };
})();

/** What the jobs of one run of the workflow gave. */
export interface WorkflowRun {
  readonly artifacts: Artifacts;
  readonly list: MeasuredRun;
  readonly shares: readonly MeasuredRun[];
  readonly merge: MeasuredRun;
  /** The merged report. */
  readonly report: FleetReport;
}

/**
 * Runs the workflow of docs/organisation.md as it stands there: its inputs, the names of its artifacts, and the directories they
 * are downloaded into.
 * @param last the artifacts of the last run; null when there was none
 * @param lost shares whose job dies before it has uploaded anything, from 1 on
 */
export async function runWorkflow(
  organisation: Organisation,
  last: Artifacts | null,
  lost: readonly number[] = [],
): Promise<WorkflowRun> {
  const artifacts = new Artifacts();
  const list = await runJob(organisation, "list", artifacts, last, {});
  const { include } = JSON.parse(list.outputs.matrix ?? "") as {
    include: { share: number; repositories: string }[];
  };
  const alive = include.filter(({ share }) => !lost.includes(share));
  const atOnce = workflow.jobs.audit.strategy?.["max-parallel"] ?? alive.length;
  const shares: MeasuredRun[] = [];
  for (let next = 0; next < alive.length; next += atOnce) {
    const runs = alive.slice(next, next + atOnce).map(({ share, repositories }) => {
      const matrix = { "matrix.share": String(share), "matrix.repositories": repositories };
      return runJob(organisation, "audit", artifacts, last, matrix);
    });
    shares.push(...(await Promise.all(runs)));
  }
  const merge = await runJob(organisation, "merge", artifacts, last, {});
  return { artifacts, list, shares, merge, report: reportOf(merge) };
}

/** Runs the steps of a job one after the other. @returns the run of this action in it */
async function runJob(
  organisation: Organisation,
  name: JobName,
  artifacts: Artifacts,
  last: Artifacts | null,
  matrix: Readonly<Record<string, string>>,
): Promise<MeasuredRun> {
  let workspace: Files = {};
  let run: MeasuredRun | null = null;
  for (const step of workflow.jobs[name].steps) {
    const given = step.with ?? {};
    if (step.run !== undefined) {
      const [, artifact = "", directory = ""] =
        /gh run download "\$run" --name ([\w-]+) --dir (\w+);/.exec(step.run) ?? [];
      workspace = { ...workspace, ...last?.ghDownload(artifact, directory) };
    } else if (step.uses?.startsWith("actions/download-artifact@") === true) {
      const { pattern = "", path = "" } = given;
      workspace = { ...workspace, ...artifacts.download(pattern, path) };
    } else if (step.uses?.startsWith("actions/upload-artifact@") === true) {
      const made = run;
      const wanted = [...(given.path ?? "").matchAll(/steps\.\w+\.outputs\.([\w-]+)/g)];
      const paths = wanted.map(([, output = ""]) => [
        made?.outputs[output] ?? "",
        made?.written[output] ?? "",
      ]);
      artifacts.upload(filled(given.name ?? "", matrix), Object.fromEntries(paths) as Files);
    } else {
      // The stand-in's token is the default.
      const inputs = Object.entries(given).filter(([key]) => key !== "token");
      const values = inputs.map(([key, value]) => [key, filled(value, matrix)]);
      run = await organisation.run(Object.fromEntries(values) as Files, workspace);
    }
  }
  if (run === null) throw new Error(`the job ${name} does not run this action`);
  return run;
}

function filled(text: string, matrix: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ ([\w.]+) \}\}/g, (whole, name: string) => matrix[name] ?? whole);
}
