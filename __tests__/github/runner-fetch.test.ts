import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { runnerFetch } from "../../src/github/runner-fetch.ts";

afterEach(() => {
  delete process.env.http_proxy;
  delete process.env.GITHUB_API_URL;
});

test.each([{}, { http_proxy: "", HTTPS_PROXY: undefined }])(
  "without a proxy (%j) the global fetch is left in place",
  async (environment) => {
    expect(await runnerFetch(environment)).toEqual({});
  },
);

test("with a proxy requests go through it", async () => {
  const asked: string[] = [];
  const proxy = createServer().on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  process.env.http_proxy = `http://127.0.0.1:${port}`;
  process.env.GITHUB_API_URL = "http://github.example/api/v3";
  const { fetch } = await runnerFetch(process.env);
  await expect(fetch?.("http://github.example/api/v3/meta")).rejects.toThrow();
  await new Promise((resolve) => proxy.close(resolve));
  expect(asked).toEqual(["github.example:80"]);
});
