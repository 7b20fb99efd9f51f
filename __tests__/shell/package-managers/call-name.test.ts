import { expect, test } from "@jest/globals";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { callName } from "../../../src/shell/package-managers/call-name.ts";
import { packageCalls } from "../../../src/shell/package-managers/package-calls.ts";

test.each([
  ["pip3 install --no-cache-dir flask", "pip3 install"],
  ["python3 -m pip install flask", "python3 -m pip install"],
  ["sudo /opt/venv/bin/python -I -m pip install flask", "python -m pip install"],
  ["php composer.phar install", "php composer.phar install"],
  ["./mvnw -B package", "mvnw package"],
  ["npm ci", "npm ci"],
  ["yarn", "yarn"],
])("%s is called %s", (command, name) => {
  const dockerfile = parseDockerfile(`FROM debian:12.8\nRUN ${command}\n`);
  const calls = dockerfile.instructions.flatMap((one) => packageCalls(dockerfile, one));
  expect(calls.map(callName)).toEqual([name]);
});
