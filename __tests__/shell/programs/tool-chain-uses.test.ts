import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { imageRuns } from "../../../src/dockerfile/queries.ts";
import { runMayCompile, startMayCompile } from "../../../src/shell/programs/tool-chain-uses.ts";

/** What is said of the last RUN and of the container, where the context has these files. */
function uses(text: string, files: Readonly<Record<string, string>> = {}) {
  const dockerfile = parseDockerfile(`FROM debian:12\n${text}`);
  const readText = (path: string): string | null => files[path] ?? null;
  const run = imageRuns(dockerfile).at(-1);
  const stage = dockerfile.finalStage;
  if (stage === null) throw new Error("There is no stage");
  return {
    run: run === undefined ? null : runMayCompile(dockerfile, run, readText),
    start: startMayCompile(dockerfile, stage, readText),
  };
}

describe("whether a RUN may compile", () => {
  test.each([
    ["mkdir -p /data", false],
    ["gcc --version", false],
    ["pip install x", false],
    ["./configure", true],
    ["x86_64-linux-gnu-gcc -o a a.c", true],
    ["$CC -o a a.c", true],
    ["python -m build", true],
    ["python3 manage.py migrate", false],
    ["python3 setup.py install", true],
    ["npm run build", false],
    ["npm rebuild", true],
    ["bundle exec rake assets:precompile", false],
    ["bundle exec rake compile", true],
    ["./prepare.sh", true],
    ["python tools/build.py", true],
    ["python tools/seed.py", false],
    ["/usr/bin/tool", false],
  ])("%s: %j", (command, expected) => {
    expect(uses(`RUN ${command}\n`).run).toBe(expected);
  });

  test.each([
    ["#!/bin/sh\nmkdir -p /data\n", false],
    ["#!/bin/sh\ncd /src && make\n", true],
    ["#!/bin/sh\npip install -r requirements.txt\n", true],
    ["#!/bin/sh\n./build-all.sh\n", true],
    ["#!/usr/bin/env python3\nprint('hi')\n", false],
    ["#!/usr/bin/env python3\nimport subprocess\nsubprocess.run(['make'])\n", true],
  ])("reads a script of the project: %j: %j", (script, expected) => {
    const files = { "docker/prepare.sh": script };
    expect(uses("COPY docker/ /src/\nRUN /src/prepare.sh\n", files).run).toBe(expected);
    expect(uses("WORKDIR /src\nCOPY docker/ .\nRUN ./prepare.sh\n", files).run).toBe(expected);
  });
});

describe("whether a container may compile", () => {
  test.each([
    ['CMD ["server"]\n', false],
    ['CMD ["make", "serve"]\n', true],
    ['CMD ["sh", "-c", "pip install -r /in/requirements.txt && server"]\n', true],
    ['ENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["server"]\n', false],
    ['COPY run-tests.sh /\nCMD ["server"]\n', true],
    ['COPY run-tests.sh /\nRUN /run-tests.sh\nCMD ["server"]\n', false],
  ])("%j: %j", (text, expected) => {
    expect(uses(text).start).toBe(expected);
  });

  test("reads the script that starts", () => {
    const text = 'COPY start.sh /\nENTRYPOINT ["/start.sh"]\n';
    expect(uses(text, { "start.sh": "#!/bin/sh\nexec server\n" }).start).toBe(false);
    expect(uses(text, { "start.sh": "#!/bin/sh\nmake && exec ./server\n" }).start).toBe(true);
  });
});
