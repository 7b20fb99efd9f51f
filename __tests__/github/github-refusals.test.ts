import { describe, expect, test } from "@jest/globals";
import { createClient } from "../../src/github/client.ts";
import { readReviewEvent } from "../../src/github/event.ts";
import { GitHubHost } from "../../src/github/github-host.ts";
import { DeliveryProblem, HostProblem } from "../../src/ports.ts";
import { UserError } from "../../src/settings/user-error.ts";
import { pullRequestEvent, READ_ONLY_PERMISSIONS } from "../support/fake-github/index.ts";
import { connect, github, lines, simple, start, warnings } from "./connected-host.ts";

describe("refusals", () => {
  test("a token that may not write is a DeliveryProblem that names the permission", async () => {
    await start({ ...simple, server: { permissions: READ_ONLY_PERMISSIONS } });
    const host = connect();
    const place = await host.readTarget();
    const draft = { path: "Dockerfile", startLine: 2, endLine: 2, body: "x" };
    for (const attempt of [
      host.postReview(place, "x", [draft]),
      host.createSummaryComment(place, "x", "x"),
    ]) {
      await expect(attempt).rejects.toThrow(DeliveryProblem);
      await expect(attempt).rejects.toMatchObject({ missingPermission: "pull-requests: write" });
    }
  });

  test("an anchor outside of the diff is a DeliveryProblem without a permission", async () => {
    await start({
      base: { Dockerfile: lines(50) },
      head: { files: { Dockerfile: `${lines(50)}RUN last\n` } },
    });
    const host = connect();
    const draft = { path: "Dockerfile", startLine: 1, endLine: 1, body: "x" };
    const attempt = host.postReview(await host.readTarget(), "x", [draft]);
    await expect(attempt).rejects.toMatchObject({
      name: "DeliveryProblem",
      what: "the review",
      missingPermission: null,
      message: expect.stringContaining("422"),
    });
    expect(warnings).toEqual([]);
  });

  test.each([
    [{ contents: "none" } as const, "contents: read"],
    [{ "pull-requests": "none", issues: "none" } as const, "pull-requests: read"],
  ])(
    "a token that may not read (%j) is a UserError that names the permission",
    async (permissions, named) => {
      await start({ ...simple, server: { permissions } });
      const host = connect();
      const attempt = host.readTarget().then((place) => host.listChangedFiles(place));
      await expect(attempt).rejects.toThrow(UserError);
      await expect(attempt).rejects.toThrow(named);
    },
  );

  test("a bad token is a UserError that names the input", async () => {
    await start(simple);
    github.fail({ path: /./, fault: { status: 401, message: "Bad credentials" } });
    const attempt = connect().readTarget();
    await expect(attempt).rejects.toThrow(UserError);
    await expect(attempt).rejects.toThrow(/`token`: Bad credentials/);
  });

  test("an outage is a HostProblem, after three more tries", async () => {
    await start(simple);
    github.fail({ path: /./, fault: { status: 503 }, times: 9 });
    const attempt = connect().readTarget();
    await expect(attempt).rejects.toThrow(HostProblem);
    expect(github.requests).toHaveLength(4);
  });

  test("an answer that breaks off is asked for again", async () => {
    await start(simple);
    const host = connect();
    const place = await host.readTarget();
    github.fail({ path: /\/files$/, fault: { malformedJson: true } });
    expect((await host.listChangedFiles(place)).files).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining("breaks off")]);
  });

  test("a server that is not there is named as such", async () => {
    await start(simple);
    const event = readReviewEvent(
      "pull_request",
      github.repository,
      pullRequestEvent(github, "opened").payload,
    );
    const client = createClient({
      token: "t",
      apiUrl: "http://127.0.0.1:9",
      warn: () => undefined,
      debug: () => undefined,
      secondLength: 1,
    });
    const host = new GitHubHost(client, event, { serverUrl: "http://x", warn: () => undefined });
    await expect(host.readTarget()).rejects.toThrow(/could not be reached/);
  });
});
