import { expect, test } from "@jest/globals";
import { shellFormInShellLessImage } from "../../../src/rules/run/shell-form-in-shell-less-image.ts";
import { shellFormCommand } from "../../../src/rules/runtime/shell-form-command.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(shellFormInShellLessImage);

const base = "FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\n";

test.each([
  ["RUN /app --init", "this RUN fails the build", []],
  ["CMD /app", "no container with this CMD starts", ["DL3025", "JSONArgsRecommended"]],
  [
    "ENTRYPOINT /app",
    "no container with this ENTRYPOINT starts",
    ["DL3025", "JSONArgsRecommended"],
  ],
  ["HEALTHCHECK CMD /app ok", "every container becomes unhealthy", []],
  ['CMD ["/bin/sh", "-c", "/app"]', "no container with this CMD starts", []],
])("%s: %s", (line, consequence, aliases) => {
  const [finding, ...others] = findingsOf(shellFormInShellLessImage, `${base}${line}\n`);
  expect(others).toEqual([]);
  expect(finding?.message).toContain(consequence);
  expect(finding?.aliases).toEqual(aliases);
});

test("is said once: shell-form-command leaves it to this rule", () => {
  expect(findingsOf(shellFormCommand, `${base}CMD /app\n`)).toEqual([]);
});

test("a command that needs a shell cannot be rewritten", () => {
  expect(fixedBy(shellFormInShellLessImage, `${base}CMD /app || exit 1\n`)).toBe(
    `${base}CMD /app || exit 1\n`,
  );
});

test("a file that is copied to / under the program's name is no shell", () => {
  const text = (source: string) => `FROM scratch\nCOPY --from=build ${source} /\nCMD ./server\n`;
  expect(findingsOf(shellFormInShellLessImage, text("/out/server"))).toHaveLength(1);
  expect(findingsOf(shellFormInShellLessImage, text("/out"))).toEqual([]);
});
