import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  branchEvent,
  FakeGitHub,
  type FakeGitHubOptions,
  type MemberSettings,
} from "../../support/fake-github/index.ts";
import { type FileSpecs, GitFixture } from "../../support/git-fixture.ts";
import { type ActionRun, runAction } from "../../support/run-action.ts";
import type { FleetReport } from "../../../src/report/fleet-report.ts";

/** A repository with three Dockerfiles whose texts no other one has. */
export function memberNumber(number: number): MemberSettings {
  const of = (part: string): string =>
    `FROM debian:12\nRUN apt-get install -y ${part}-${number}\nCOPY . /srv/${part}${number}\n` +
    `WORKDIR srv\nCMD ${part}${number} --serve\n`;
  return {
    name: `service-${String(number).padStart(4, "0")}`,
    files: {
      Dockerfile: of("app"),
      "api/Dockerfile": of("api"),
      "web/Dockerfile": of("web"),
      "src/main.js": "1\n",
    },
  };
}

/** A run with the most memory that it took, in megabytes, and the texts of its warnings and errors. */
export type MeasuredRun = ActionRun & {
  readonly megabytes: number;
  readonly messages: readonly string[];
};

/** An organisation on the stand-in for GitHub, with a repository that audits it. */
export class Organisation {
  readonly github: FakeGitHub;
  readonly #directory = mkdtempSync(join(tmpdir(), "dockerfile-review-fleet-"));
  #runs = 0;

  private constructor(github: FakeGitHub) {
    this.github = github;
  }

  static async open(
    members: readonly MemberSettings[],
    options: Omit<FakeGitHubOptions, "fixture" | "members"> = {},
  ): Promise<Organisation> {
    const fixture = GitFixture.create({ base: { "README.md": "x\n" } });
    const permissions = { issues: "write" } as const;
    return new Organisation(await FakeGitHub.start({ fixture, members, permissions, ...options }));
  }

  async close(): Promise<void> {
    await this.github.close();
    this.github.fixture.dispose();
    rmSync(this.#directory, { recursive: true });
  }

  /** Runs the action on a schedule. */
  async run(
    inputs: Readonly<Record<string, string>>,
    workspace: Readonly<Record<string, string>> = {},
  ): Promise<MeasuredRun> {
    const file = join(this.#directory, String(this.#runs++));
    const hook = new URL("../../support/report-memory.mjs", import.meta.url).href;
    const run = await runAction({
      github: this.github,
      event: branchEvent(this.github, "schedule"),
      inputs,
      workspace,
      // Five hundred repositories through one stand-in take their time on a busy machine.
      timeout: 300_000,
      // A run that kept what it reads would not get far with so small a heap.
      env: { NODE_OPTIONS: `--max-old-space-size=64 --import=${hook}`, MEMORY_FILE: file },
    });
    const messages = run.annotations.map(({ message }) => message);
    return { ...run, messages, megabytes: Number(readFileSync(file, "utf8")) / 1024 };
  }

  /** A commit of the repository that audits the others. */
  commit(files: FileSpecs): void {
    this.github.fixture.commit("main", { files });
  }

  /** Runs the first job. */
  list(
    inputs: Readonly<Record<string, string>> = {},
    workspace: Readonly<Record<string, string>> = {},
  ): Promise<MeasuredRun> {
    return this.run({ mode: "list-repositories", ...inputs }, workspace);
  }

  /** Runs a job of the matrix. */
  audit(repositories: string): Promise<MeasuredRun> {
    return this.run({ mode: "audit", repositories });
  }

  /** Runs the last job, with each report as an artifact that was downloaded. */
  merge(
    reports: readonly (string | undefined)[],
    inputs: Readonly<Record<string, string>> = {},
    workspace: Readonly<Record<string, string>> = {},
  ): Promise<MeasuredRun> {
    const files = reports.map((text, index) => [`reports/part-${index}/fleet.json`, text ?? ""]);
    return this.run(
      { mode: "merge-reports", reports: "reports", ...inputs },
      { ...(Object.fromEntries(files) as Record<string, string>), ...workspace },
    );
  }
}

/** The shares of a list. */
export function sharesOf(list: ActionRun): string[] {
  const { include } = JSON.parse(list.outputs.matrix ?? "{}") as {
    include: { repositories: string }[];
  };
  return include.map(({ repositories }) => repositories);
}

/** The JSON report that a run wrote. */
export function reportOf(run: ActionRun): FleetReport {
  return JSON.parse(run.written["json-path"] ?? "null") as FleetReport;
}
