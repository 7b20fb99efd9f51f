import { afterEach, describe, expect, test } from "@jest/globals";
import { memberNumber, Organisation, reportOf, sharesOf } from "./support/organisation.ts";

let organisation: Organisation;

afterEach(async () => {
  const { violations } = organisation.github;
  await organisation.close();
  expect(violations).toEqual([]);
});

function members(count: number) {
  return Array.from({ length: count }, (_, index) => memberNumber(index + 1));
}

describe("an audit of 1,000 repositories", () => {
  test("reads 3,000 Dockerfiles with few requests and flat memory, and tells of them once", async () => {
    organisation = await Organisation.open(members(1000), {
      limits: { requestsPerHour: 15_000, pointsPerMinute: 100_000 },
    });
    const list = await organisation.list({ jobs: "1", "repository-names": "service-*" });
    expect(list.exitCode).toBe(0);
    expect(list.outputs.count).toBe("1000");
    expect(organisation.github.requests).toHaveLength(11);
    const shares = sharesOf(list);
    expect(shares.map((share) => share.split(",").length)).toEqual([500, 500]);

    organisation.github.forgetRequests();
    const few = await organisation.audit((shares[0] ?? "").split(",").slice(0, 50).join(","));
    organisation.github.forgetRequests();
    const runs = await Promise.all(shares.map((share) => organisation.audit(share)));
    console.log(
      organisation.github.requests.length,
      few.megabytes,
      runs.map((r) => [r.megabytes, r.durationMs]),
    );
    expect(organisation.github.requests.length).toBeLessThanOrEqual(5 * 1000);
    for (const run of runs) {
      expect([run.exitCode, run.outputs.count]).toEqual([0, "500"]);
      expect(run.megabytes).toBeLessThan(400);
    }

    const merged = await organisation.merge([list, ...runs].map((run) => run.written["json-path"]));
    expect(merged.runnerErrors).toEqual([]);
    expect(merged.outputs).toMatchObject({ count: "1000", files: "3000" });
    console.log(merged.megabytes, merged.durationMs, merged.messages, merged.outputs);
    expect(organisation.github.state.issues).toHaveLength(1);
    console.log(
      organisation.github.state.issues[0]?.body.slice(0, 3000),
      organisation.github.state.issues[0]?.body.length,
    );
    (await import("node:fs")).writeFileSync("/tmp/fleet.html", merged.written["html-path"]);
    (await import("node:fs")).writeFileSync("/tmp/fleet-summary.md", merged.summary);
    expect(reportOf(merged).unfinished).toEqual([]);
  });
});
