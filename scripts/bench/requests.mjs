// Counts the requests that dist/index.js sends for a pull request, against the stand-in for GitHub of the tests.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { register } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeDockerfile } from "./corpus.mjs";

/** Prints the number of requests for pull requests of 1, 100 and 3000 files, half of them Dockerfiles (1: a Dockerfile). */
export async function measureRequests(root, action) {
  if (!existsSync(action)) {
    console.log(`\n${action} does not exist, so no requests were counted.`);
    return;
  }
  register(new URL("typescript-hooks.mjs", import.meta.url));
  const { FakeGitHub, pullRequestEvent } = await import(
    `${root}/__tests__/support/fake-github/index.ts`
  );
  const { GitFixture } = await import(`${root}/__tests__/support/git-fixture.ts`);
  console.log("\nRequests for a pull request");
  for (const count of [1, 100, 3000]) {
    const fixture = GitFixture.create({
      base: filesOf(count, "old"),
      head: { files: filesOf(count, "new") },
    });
    const github = await FakeGitHub.start({ fixture });
    try {
      const begin = performance.now();
      await runAction(action, github, pullRequestEvent(github, "opened"));
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      const writes = github.writes().length;
      const reads = github.requests.length - writes;
      console.log(
        `  ${String(count).padStart(4)} files: ${reads} to read, ${writes} to write, ${seconds} s`,
      );
      if (github.violations.length > 0)
        throw new Error(`GitHub would refuse: ${github.violations.join("\n")}`);
    } finally {
      await github.close();
      fixture.dispose();
    }
  }
}

/** Files of a change. Every second one is no Dockerfile, as in a pull request of that size. */
function filesOf(count, version) {
  const files = {};
  for (let index = 0; index < count; index++) {
    const isDockerfile = index % 2 === 0;
    const text = isDockerfile ? makeDockerfile(index).text : `${version}\n`;
    const content = isDockerfile && version === "old" ? "FROM scratch\n" : text;
    files[`services/service-${index}/${isDockerfile ? "Dockerfile" : "main.txt"}`] = content;
  }
  return files;
}

/** Runs the action as the runner does; ends 0 or 1, both are verdicts. */
async function runAction(action, github, event) {
  const folder = mkdtempSync(path.join(tmpdir(), "dockerfile-review-bench-"));
  try {
    const files = Object.fromEntries(
      ["event", "output", "summary", "state", "env"].map((name) => [name, path.join(folder, name)]),
    );
    for (const file of Object.values(files)) writeFileSync(file, "");
    writeFileSync(files.event, JSON.stringify(event.payload));
    const env = {
      PATH: process.env.PATH,
      INPUT_TOKEN: github.token,
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: files.event,
      GITHUB_OUTPUT: files.output,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_STATE: files.state,
      GITHUB_ENV: files.env,
      GITHUB_API_URL: github.apiUrl,
      GITHUB_GRAPHQL_URL: github.graphqlUrl,
      GITHUB_SERVER_URL: github.serverUrl,
      GITHUB_REPOSITORY: github.repository,
      GITHUB_SHA: event.sha,
      GITHUB_REF: event.ref,
      GITHUB_RUN_ID: "1",
    };
    await new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [action],
        { env, maxBuffer: 1024 ** 3 },
        (error, stdout, stderr) => {
          if (error === null || error.code === 1) resolve();
          else
            reject(
              new Error(
                `dist/index.js ended with ${error.code ?? error.signal}:\n${stdout}\n${stderr}`,
              ),
            );
        },
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
