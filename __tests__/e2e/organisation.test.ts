import { afterEach, describe, expect, test } from "@jest/globals";
import type { FakeGitHubOptions, MemberSettings } from "../support/fake-github/index.ts";
import { baselineFor } from "./support/command-line.ts";
import { memberNumber, Organisation, reportOf, sharesOf } from "./support/organisation.ts";

let organisation: Organisation;

async function open(
  members: readonly MemberSettings[],
  options: Omit<FakeGitHubOptions, "fixture" | "members"> = {},
): Promise<void> {
  organisation = await Organisation.open(members, options);
}

afterEach(async () => {
  const { violations } = organisation.github;
  await organisation.close();
  expect(violations).toEqual([]);
});

function members(count: number): MemberSettings[] {
  return Array.from({ length: count }, (_, index) => memberNumber(index + 1));
}

/** The body of the one issue. */
function issueBody(): string {
  const { issues } = organisation.github.state;
  expect(issues).toHaveLength(1);
  return issues[0]?.body ?? "";
}

describe("an audit of 1,000 repositories", () => {
  test("reads 3,000 Dockerfiles with few requests and flat memory, and tells of them once", async () => {
    await open(members(1000), { limits: { requestsPerHour: 15_000, pointsPerMinute: 100_000 } });
    const list = await organisation.list({ jobs: "1", "repository-names": "service-*" });
    expect([list.exitCode, list.outputs.count]).toEqual([0, "1000"]);
    // 1,001 repositories in pages of 100.
    expect(organisation.github.requests).toHaveLength(11);
    const shares = sharesOf(list);
    expect(shares.map((share) => share.split(",").length)).toEqual([500, 500]);

    organisation.github.forgetRequests();
    const runs = await Promise.all(shares.map((share) => organisation.audit(share)));
    for (const run of runs) {
      expect([run.exitCode, run.outputs.count, run.messages]).toEqual([0, "500", []]);
      expect(run.megabytes).toBeLessThan(400);
    }
    // Of each repository its tree and its files; besides the default branches of fifty at once, and the settings.
    expect(organisation.github.requests.length).toBeLessThanOrEqual(2 * 1000 + 1000 / 50 + 4);

    const merged = await organisation.merge([list, ...runs].map((run) => run.written["json-path"]));
    expect([merged.exitCode, merged.messages, merged.runnerErrors]).toEqual([0, [], []]);
    expect(merged.outputs).toMatchObject({ count: "1000", files: "3000", verdict: "pass" });
    expect(merged.outputs.warnings).not.toBe("0");
    expect(merged.megabytes).toBeLessThan(400);
    expect(reportOf(merged).unfinished).toEqual([]);
    expect(merged.summary.match(/^\| \[`octo-org\/service-\d{4}`\]/gm)).toHaveLength(1000);
    expect(merged.summary.match(/^\| \[`octo-org\/service-\d{4}\//gm)).toHaveLength(3000);
    expect(merged.written["html-path"]).toContain("<h1>Dockerfiles of octo-org</h1>");
    expect(issueBody().length).toBeLessThanOrEqual(60_000);
    expect(issueBody()).toMatch(/\*\*Left out for length:\*\* \d+ repositories, \d+ Dockerfiles/);
    // Two thousand requests through one stand-in take their time on a busy machine.
  }, 600_000);
});

describe("an audit of an organisation", () => {
  const others: MemberSettings[] = [
    { ...memberNumber(1), name: "gone", gone: true },
    { name: "empty", files: null },
    { ...memberNumber(2), name: "secret", visibility: "private", topics: ["images"] },
    { ...memberNumber(3), name: "old", archived: true },
    { ...memberNumber(4), name: "copy", fork: true },
  ];

  test("leaves archived repositories and forks out, and chooses by name, topic and visibility", async () => {
    await open(others);
    const all = await organisation.list();
    expect(sharesOf(all)).toEqual([
      "octo-org/empty,octo-org/gone,octo-org/secret,octo-org/service",
    ]);
    const some = await organisation.list({ topics: "images, web", visibility: "private" });
    expect(sharesOf(some)).toEqual(["octo-org/secret"]);
    const none = await organisation.list({ "repository-names": "!*" });
    expect([none.outputs.count, sharesOf(none)]).toEqual(["0", []]);
  });

  test("goes on past a repository that is gone and one that is empty", async () => {
    await open(others);
    const list = await organisation.list();
    const share = await organisation.audit(sharesOf(list)[0] ?? "");
    expect(share.exitCode).toBe(0);
    const read = reportOf(share).repositories.map(({ name, files, problems }) => [
      name,
      files.length,
      problems,
    ]);
    expect(read).toEqual([
      ["octo-org/empty", 0, []],
      ["octo-org/gone", 0, ["It is gone, or the token may not read it."]],
      ["octo-org/secret", 3, []],
      ["octo-org/service", 0, []],
    ]);
    const merged = await organisation.merge([share.written["json-path"]]);
    expect(merged.exitCode).toBe(0);
    expect(issueBody()).toContain("- `octo-org/gone`: It is gone, or the token may not read it.");
  });

  test("stops before the token runs dry, says how far it got, and goes on from there", async () => {
    await open(members(40), { limits: { requestsPerHour: 130 } });
    const list = await organisation.list({ "repository-names": "service-*" });
    const shares = sharesOf(list);
    expect(shares).toHaveLength(2);
    const first = await organisation.audit(shares[0] ?? "");
    const second = await organisation.audit(shares[1] ?? "");
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    const { repositories, unfinished } = reportOf(second);
    expect(repositories.length).toBeLessThan(20);
    expect(repositories.length + unfinished.length).toBe(20);
    expect(second.messages).toEqual([
      expect.stringContaining(`So ${unfinished.length} of the 20 repositories were not reached.`),
    ]);
    const reports = [list, first, second].map((run) => run.written["json-path"]);
    const merged = await organisation.merge(reports);
    expect(reportOf(merged).unfinished).toEqual(unfinished);
    expect(merged.summary).toContain(`${unfinished.length} repositories were not reached;`);

    const previous = { "previous/audit.json": merged.written["json-path"] ?? "" };
    const next = await organisation.list({ "previous-report": "previous/audit.json" }, previous);
    const order = sharesOf(next).map((share) => share.split(",")[0]);
    expect(unfinished).toEqual(expect.arrayContaining(order));
  });

  test("shows what a failed job was to audit as it was the last time, and names it", async () => {
    await open(members(40));
    const list = await organisation.list({ "repository-names": "service-*" });
    const runs = await Promise.all(sharesOf(list).map((share) => organisation.audit(share)));
    const [plan, one, other] = [list, ...runs].map((run) => run.written["json-path"]);
    const whole = await organisation.merge([plan, one, other]);
    expect(whole.outputs.count).toBe("40");
    const before = issueBody();
    const previous = { "previous.json": whole.written["json-path"] ?? "" };
    const inputs = { "previous-report": "previous.json" };
    const partly = await organisation.merge([plan, one], inputs, previous);
    expect([partly.exitCode, partly.outputs.count]).toEqual([0, "40"]);
    expect(reportOf(partly).unfinished).toHaveLength(20);
    expect(issueBody()).toContain("have left no report: they failed or were cancelled.");
    expect(issueBody()).toContain("Of them 20 are shown as at the last audit that reached them.");
    expect(issueBody()).toContain("Nothing has changed since ");
    await organisation.merge([plan, one, other]);
    expect(issueBody().replace(/Nothing has changed since [\d-]+\.\n\n/, "")).toBe(before);
  });

  test("lets each repository say how it is judged, at no cost, unless the central settings forbid it", async () => {
    const dockerfile = "FROM debian:12.8\nMAINTAINER ada@example.com\nADD app /app\n";
    const rules = "rules: { deprecated-maintainer: off }\n";
    await open([
      { name: "plain", files: { Dockerfile: dockerfile } },
      {
        name: "lenient",
        files: { Dockerfile: dockerfile, ".github/dockerfile-review.yml": rules },
      },
      {
        name: "patient",
        files: {
          Dockerfile: dockerfile,
          ".github/dockerfile-review-baseline.json": baselineFor({ Dockerfile: dockerfile }),
        },
      },
      {
        name: "broken",
        files: { Dockerfile: dockerfile, ".github/dockerfile-review.yml": "presett: strict\n" },
      },
    ]);
    const names = ["plain", "lenient", "patient", "broken"].map((name) => `octo-org/${name}`);
    organisation.commit({ ".github/dockerfile-review.yml": "rules: { missing-user: off }\n" });
    organisation.github.forgetRequests();
    const share = await organisation.audit(names.join(","));
    // The own repository, its settings, the default branches; of each repository its tree and its files.
    expect(organisation.github.requests.length).toBeLessThanOrEqual(4 + 2 * names.length);
    const [plain, lenient, patient, broken] = reportOf(share).repositories;
    expect(plain?.rules).toHaveProperty("add-instead-of-copy");
    expect(plain?.rules).toHaveProperty("deprecated-maintainer");
    expect(plain?.rules).not.toHaveProperty("missing-user");
    expect(lenient).toMatchObject({ settings: ".github/dockerfile-review.yml", problems: [] });
    expect(lenient?.rules).toHaveProperty("add-instead-of-copy");
    expect(lenient?.rules).not.toHaveProperty("deprecated-maintainer");
    expect(lenient?.rules).not.toHaveProperty("missing-user");
    expect(patient?.accepted).toBeGreaterThan(1);
    expect(patient?.rules).toEqual({});
    expect(broken?.rules).toEqual(plain?.rules);
    expect(broken?.problems).toEqual([
      expect.stringMatching(/^Its own settings do not count\. .*presett/s),
    ]);

    const merged = await organisation.merge([share.written["json-path"]]);
    const accepted = patient?.accepted ?? 0;
    const text = `1 repository has its own settings; the baselines of 1 repository accept ${accepted} findings.`;
    for (const shown of [merged.summary, issueBody(), merged.written["html-path"]]) {
      expect(shown).toContain(text);
      expect(shown).toMatch(/octo-org\/broken.*Its own settings do not count/);
    }

    organisation.commit({ ".github/dockerfile-review.yml": "own-settings: forbid\n" });
    const strict = reportOf(await organisation.audit(names.join(","))).repositories;
    expect(strict.map(({ settings, accepted: of, problems }) => [settings, of, problems])).toEqual(
      names.map(() => [null, 0, []]),
    );
    for (const one of strict) expect(one.rules).toEqual(strict[0]?.rules);
  });

  test("does not believe a report that somebody else wrote", async () => {
    await open(members(1));
    const share = await organisation.audit("octo-org/service-0001");
    const good = share.written["json-path"] ?? "";
    const bad = good.replace(/"sha":"[0-9a-f]+"/, '"sha":"::error::<script>x](http://evil)"');
    const merged = await organisation.merge([good, bad, "no JSON", "{}"]);
    expect([merged.exitCode, merged.outputs.count]).toEqual([0, "1"]);
    expect(merged.messages).toEqual([
      expect.stringMatching(/part-1\/fleet\.json is not as it should be at `repositories\.0\.sha`/),
      expect.stringMatching(
        /part-2\/fleet\.json is not JSON\. It should be a file that this action wrote/,
      ),
      expect.stringMatching(/part-3\/fleet\.json is not as it should be at `/),
    ]);
    const shown = [merged.summary, merged.stdout, merged.written["html-path"], issueBody()];
    expect(shown.join("\n")).not.toMatch(/evil|<script>/);
    const none = await organisation.merge([bad]);
    expect(none.exitCode).toBe(1);
    expect(none.messages).toEqual([expect.stringContaining("is not as it should be")]);
  });

  test("fails only in the last job, and only when it is asked to", async () => {
    await open(members(1));
    const share = await organisation.audit("octo-org/service-0001");
    const reports = [share.written["json-path"]];
    const merged = await organisation.merge(reports, { "fail-on": "warning", issue: "false" });
    expect([merged.exitCode, merged.outputs.verdict]).toEqual([1, "fail"]);
    expect(merged.messages).toEqual([
      expect.stringMatching(/3 Dockerfiles of 1 repository, .* \(the input `fail-on` is warning\)/),
    ]);
    expect(organisation.github.state.issues).toEqual([]);
  });
});
