import { describe, expect, test } from "@jest/globals";
import { shellFormCommand } from "../../../src/rules/runtime/shell-form-command.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(shellFormCommand);

describe("shell-form-command in particular", () => {
  test.each([
    ["CMD /usr/sbin/nginx -c /etc/nginx.conf", "safe"],
    // It may have no `#!`, and then only a shell runs it.
    ["CMD /run.sh", "review"],
    ['ENTRYPOINT ["/init"]\nCMD serve --now', "review"],
    ["CMD $STI_SCRIPTS_PATH/usage", "review"],
  ])("calls the fix of %s %s", (lines, safety) => {
    const [finding] = findingsOf(shellFormCommand, `FROM debian:12.8\n${lines}\n`);
    expect(finding?.fix?.safety).toBe(safety);
  });

  test("keeps a login shell, which sets the environment up, and only adds exec", () => {
    const lines = 'SHELL ["/bin/bash", "--login", "-c"]\nCMD jupyter lab --port 8888\n';
    const [finding] = findingsOf(shellFormCommand, `FROM debian:12.8\n${lines}`);
    expect(finding?.message).toContain("runs under `/bin/bash --login -c`");
    expect(finding?.fix?.safety).toBe("review");
    expect(finding?.fix?.edits.map(({ newText }) => newText)).toEqual([
      '["/bin/bash", "--login", "-c", "exec jupyter lab --port 8888"]',
    ]);
  });

  test("takes a chosen shell without a profile away safely", () => {
    const lines = 'SHELL ["/bin/bash", "-euo", "pipefail", "-c"]\nCMD jupyter lab\n';
    const [finding] = findingsOf(shellFormCommand, `FROM debian:12.8\n${lines}`);
    expect(finding?.fix?.safety).toBe("safe");
  });
});

describe("a shell to work in", () => {
  const said = (lines: string) => {
    const [finding] = findingsOf(shellFormCommand, `FROM debian:12.8\n${lines}\n`);
    return [finding?.severity, finding?.message];
  };
  const only = "that shell is there only to start another one. Use exec form.";

  test.each([
    "CMD bash",
    "ENTRYPOINT /usr/bin/zsh",
    "CMD sh",
    "CMD /bin/bash --login",
    "CMD bash -il",
  ])("is no process that waits for a signal: %s", (line) => {
    const keyword = line.split(" ")[0] ?? "";
    expect(said(line)).toEqual(["info", `${keyword} in shell form runs under \`sh -c\`: ${only}`]);
  });

  test("is started by a chosen shell as well", () => {
    expect(said('SHELL ["/bin/bash", "-c"]\nCMD bash')).toEqual([
      "info",
      `CMD in shell form runs under \`/bin/bash -c\`: ${only}`,
    ]);
    expect(said('SHELL ["/bin/bash", "-lc"]\nCMD bash')[1]).toContain("only reads its profile");
  });

  test.each([
    "CMD bash /start.sh",
    "CMD bash -c server",
    "CMD bash < /start.sh",
    "CMD server; bash",
    "CMD sudo bash",
  ])("is more than that: %s", (line) => {
    expect(said(line)).toEqual(["warning", expect.stringContaining("SIGTERM")]);
  });
});
