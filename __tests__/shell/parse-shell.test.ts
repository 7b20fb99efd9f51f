import { describe, expect, test } from "@jest/globals";
import type { ShellCommand } from "../../src/shell/model.ts";
import { shellOf } from "../../src/shell/parse-shell.ts";
import { knownScript, read, scriptOf } from "./read-instruction.ts";

function values(command: ShellCommand): (string | null)[] {
  return command.words.map((word) => word.value);
}

function names(text: string): (string | null)[] {
  return knownScript(text).commands.map((command) => command.name);
}

/** The commands that have a property, by name. */
function having(
  text: string,
  property: "topLevel" | "conditional" | "substituted" | "subshell" | "nested",
): (string | null)[] {
  const commands = knownScript(text).commands.filter((command) => command[property]);
  return commands.map((command) => command.name);
}

describe("which texts are read", () => {
  test.each([
    ["FROM python:windowsservercore\nRUN a", null],
    ['SHELL ["python", "-c"]\nRUN a', null],
    ["RUN if true; then a", null],
    ["RUN echo $(a", null],
    ["RUN echo $(if)", null],
    ["RUN echo 'a", null],
    ["WORKDIR /x", null],
    ["HEALTHCHECK NONE", null],
    ["RUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF", null],
    ["RUN <<EOF\na", null],
    ["CMD []", null],
    ['CMD ["sh", "-c", "a \\"b\\""]', null],
    ['FROM python:windowsservercore\nCMD ["a"]', null],
  ])("%j is not", (text, expected) => {
    expect(scriptOf(text)).toBe(expected);
  });

  test.each([
    ["RUN a b", "shell", "a b"],
    ["CMD a b", "shell", "a b"],
    ["ENTRYPOINT exec a", "shell", "exec a"],
    ["HEALTHCHECK --interval=5s CMD a || b", "shell", "a || b"],
    ["ONBUILD RUN a b", "shell", "a b"],
    ["RUN --mount=type=cache,target=/c --network=none a b", "shell", "a b"],
    ["run a b", "shell", "a b"],
    ["RUN <<EOF\na\nb\nEOF", "heredoc", "a\nb\n"],
    ["RUN <<-'E'\n\ta\nE", "heredoc", "\ta\n"],
    ["RUN bash -ex <<'EOF'\na\nEOF", "heredoc", "a\n"],
    ["RUN sh <<EOF\na $b\nEOF", "heredoc", "a $b\n"],
    ["RUN <<EOF bash\na\nEOF", "heredoc", "a\n"],
    ["RUN <<EOF\n#!/bin/bash -e\na\nEOF", "heredoc", "#!/bin/bash -e\na\n"],
    ['CMD ["sh", "-c", "a && b"]', "exec-shell", "a && b"],
    ['CMD ["/tini", "--", "sh", "-c", "a"]', "exec-shell", "a"],
    ['CMD ["sh", "-c"]', "exec", '["sh", "-c"]'],
    ['RUN ["apt-get", "install", "x"]', "exec", '["apt-get", "install", "x"]'],
  ])("%j is read as %s", (text, form, expected) => {
    const script = knownScript(text);
    expect(script.form).toBe(form);
    expect(script.text.slice(script.span.start, script.span.end)).toBe(expected);
  });

  test("gives the same object again", () => {
    const { dockerfile, instruction } = read("RUN a");
    expect(shellOf(dockerfile, instruction)).toBe(shellOf(dockerfile, instruction));
  });

  test("a heredoc that feeds another command is its redirection", () => {
    const script = knownScript("RUN cat <<EOF > /x && b\nhi $(c)\nEOF");
    expect(script.commands.map(({ name }) => name)).toEqual(["cat", "b", "c"]);
    expect(
      script.commands[0]?.redirects.map(({ operator, target }) => [operator, target?.value]),
    ).toEqual([
      ["<<", undefined],
      [">", "/x"],
    ]);
  });

  test("the body of another interpreter is left alone", () => {
    expect(names("RUN python3 <<EOF\nimport os; os.system('rm')\nEOF")).toEqual(["python3"]);
    expect(names("RUN <<EOF python3\nprint(1)\nEOF")).toEqual(["python3"]);
  });

  test("a body that the outer shell changes first is left alone", () => {
    expect(names("RUN bash <<EOF\necho \\$x\nEOF")).toEqual(["bash"]);
    expect(names("RUN sudo -u x bash <<'EOF'\na\nEOF")).toEqual(["bash"]);
  });

  test("several heredocs", () => {
    expect(names("RUN cat <<A > /a && cat <<B > /b\nx\nA\ny\nB\n")).toEqual(["cat", "cat"]);
  });

  test("an exec form is one command whose words are its items", () => {
    const script = knownScript('CMD ["/usr/sbin/nginx", "-g", "daemon $off;"]');
    const [command] = script.commands;
    expect(command?.name).toBe("nginx");
    expect(command?.words.map((word) => word.value)).toEqual([
      "/usr/sbin/nginx",
      "-g",
      "daemon $off;",
    ]);
    expect(command?.words.map((word) => word.text)[1]).toBe('"-g"');
    expect(command?.words.flatMap((word) => word.variables)).toEqual([]);
    expect(command?.topLevel).toBe(true);
    expect(script.chains).toHaveLength(1);
  });
});

describe("words", () => {
  test.each([
    ["a 'b c' \"d\"", ["a", "b c", "d"]],
    ["a b\\ c", ["a", "b c"]],
    ["a $b x$(c)y `d` <(e) $((1+1)) p${q}r", ["a", null, null, null, null, null, null]],
    ["a ~/x *.{b,c} [d]", ["a", "~/x", "*.{b,c}", "[d]"]],
    ["a '$b' \\$c", ["a", "$b", "$c"]],
    ['export A=1 B="$C"', ["export", "A=1", null]],
  ])("%s", (text, expected) => {
    const [command] = knownScript(`RUN ${text}`).commands;
    expect(command && values(command)).toEqual(expected);
  });

  test("the variables of a word, in order", () => {
    const [command] = knownScript('RUN a "$B${C:-$D}$(e $F)" $1').commands;
    expect(command?.words.map((word) => word.variables)).toEqual([[], ["B", "C", "D"], ["1"]]);
  });

  test("what Docker drops is not in the words", () => {
    const text = "RUN a 'b \\\n# comment\n\n  c' d\\\ne \\\n   # another\n   f";
    const script = knownScript(text);
    expect(script.commands.map(values)).toEqual([["a", "b   c", "de", "f"]]);
    expect(script.commands[0]?.words[1]?.text).toBe("'b   c'");
    expect(script.text.slice(script.commands[0]?.words[3]?.span.start)).toBe("f");
  });

  test("a comment of the shell swallows the lines that continue it", () => {
    expect(names("RUN a # b \\\n && c")).toEqual(["a"]);
    expect(names("RUN a \\\n # b \\\n && c")).toEqual(["a", "c"]);
    expect(names("RUN a #b\\\n&& c")).toEqual(["a"]);
  });

  test.each(["\n", "\r\n"])("line ending %j", (ending) => {
    const text = "RUN set -e && \\\n  # c\n  a 'b' \\\n  && d".replaceAll("\n", ending);
    expect(knownScript(text).commands.map(values)).toEqual([["set", "-e"], ["a", "b"], ["d"]]);
  });

  test.each(["\n", "\r\n"])("line ending %j in a heredoc", (ending) => {
    const text = "RUN <<EOF\nset -e\na 'b\nc' \\\n  d\ncat <<X\nx\nX\ne\nEOF\n".replaceAll(
      "\n",
      ending,
    );
    const script = knownScript(text);
    expect(script.commands.map(values)).toEqual([
      ["set", "-e"],
      ["a", "b\nc", "d"],
      ["cat"],
      ["e"],
    ]);
    for (const { span, name } of script.commands) {
      expect(script.text.slice(span.start, span.end).startsWith(name ?? "?")).toBe(true);
    }
  });

  test.each(["\n", "\r\n"])("line ending %j in a heredoc that feeds a command", (ending) => {
    expect(names("RUN cat <<EOF > /x && a\nx\nEOF\n".replaceAll("\n", ending))).toEqual([
      "cat",
      "a",
    ]);
  });

  test("another escape character continues lines", () => {
    const text = '# escape=`\nFROM x\nSHELL ["/bin/bash", "-c"]\nRUN a `\n  # c\n b\\ c';
    expect(knownScript(text).commands.map(values)).toEqual([["a", "b c"]]);
  });
});

describe("the program behind wrappers", () => {
  test.each([
    ["sudo -E -u root apt-get update", "apt-get", ["sudo"]],
    ["sudo -- a", "a", ["sudo"]],
    ["sudo -l", "sudo", []],
    ["/usr/bin/env -i -u X A=1 B=2 /opt/bin/pip install", "pip", ["env"]],
    ["exec -a b a", "a", ["exec"]],
    ["command a", "a", ["command"]],
    ["command -v a", "command", []],
    ["timeout -k 5 10m nice -n 5 ionice -c2 nohup a", "a", ["timeout", "nice", "ionice", "nohup"]],
    ["timeout -t 5 a", "a", ["timeout"]],
    ["xargs -r -n 1 -I{} rm -rf {}", "rm", ["xargs"]],
    ["xargs -0 -P4 a", "a", ["xargs"]],
    ["xargs", "xargs", []],
    ["stdbuf -oL -e 0 a", "a", ["stdbuf"]],
    ["chroot --userspec=x /mnt a", "a", ["chroot"]],
    ["gosu me:us a -b", "a", ["gosu"]],
    ["su-exec me a", "a", ["su-exec"]],
    ["busybox wget x", "wget", ["busybox"]],
    ["eatmydata a", "a", ["eatmydata"]],
    ["retry 5 curl x", "curl", ["retry"]],
    ["retry -t 5 -- curl x", "curl", ["retry"]],
    ["unbuffer a", "a", ["unbuffer"]],
    ["conda run -n x --no-capture-output pip install y", "pip", ["conda"]],
    ["conda install y", "conda", []],
    ["bundle exec rake", "rake", ["bundle"]],
    ["corepack yarn install", "yarn", ["corepack"]],
    ["corepack enable", "corepack", []],
    ["time -p a", "a", []],
    ["$VENV/bin/pip install", "pip", []],
    ['"${A}/conda" x', "conda", []],
    ["$PIP install", null, []],
  ])("%s", (text, name, wrappers) => {
    const command = knownScript(`RUN ${text}`).commands[0];
    expect(command?.name).toBe(name);
    expect(command?.wrappers).toEqual(wrappers);
  });

  test("assignments, arguments and redirections", () => {
    const script = knownScript('RUN A=1 B="$C" env D=4 x y z > /dev/null 2>&1');
    const [command] = script.commands;
    expect(command?.assignments.map(({ name, value }) => [name, value])).toEqual([
      ["A", "1"],
      ["B", null],
      ["D", "4"],
    ]);
    expect(command?.args.map((word) => word.value)).toEqual(["y", "z"]);
    expect(
      command?.redirects.map(({ operator, target }) => operator + (target?.text ?? "")),
    ).toEqual([">/dev/null", "2>&1"]);
    expect(script.text.slice(command?.nameSpan?.start, command?.nameSpan?.end)).toBe("x");
  });

  test("assignments alone are a command without a name", () => {
    const [command] = knownScript("RUN A=").commands;
    expect(command).toMatchObject({
      name: null,
      nameSpan: null,
      words: [],
      assignments: [{ name: "A", value: "" }],
    });
  });
});

describe("where commands stand", () => {
  test("chains, links and operators", () => {
    const script = knownScript("RUN a && b || { c; }; d | e & f");
    const text = ({ start, end }: { start: number; end: number }): string =>
      script.text.slice(start, end);
    expect(script.chains.map(({ links }) => links.map(text))).toEqual([
      ["a", "b", "{ c; }"],
      ["d | e"],
      ["f"],
    ]);
    expect(script.chains[0]?.operators.map(({ span }) => text(span))).toEqual(["&&", "||"]);
    expect(script.commands.map(({ chain, link }) => [chain, link])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 0],
      [2, 0],
    ]);
  });

  test("top level", () => {
    const text =
      "RUN a && ! b && (c) && { d; } && e | f; if g; then h; fi; for x in $(i); do j; done; k() { l; }; sh -c 'm'; n &";
    expect(having(text, "topLevel")).toEqual(["a", "sh", "n"]);
  });

  test.each([
    ["a || b && c", ["b"]],
    ["[ x ] && a; b", ["a"]],
    ["[ x ] && a && b || c; d", ["a", "b", "c"]],
    ["test -n x && a", []],
    ["a && test -n x && b; c", ["b"]],
    ["[ x ] || a && b", ["a"]],
    ["command -v a && b; c", ["b"]],
    ["! a && b; c", ["b"]],
    ["[[ x ]] && a; b", ["a"]],
    ["if a; then b; elif c; then d; else e; fi", ["b", "c", "d", "e"]],
    ["while a; do b; done; until c; do d; done", ["b", "d"]],
    ["for x in y; do a; done; for ((;;)); do b; done", ["a", "b"]],
    ["case x in a) b;; *) c;; esac", ["b", "c"]],
    ["f() { a; }; f", ["a"]],
    ["{ a; b; }", []],
    ["(a && b)", []],
    ["echo $(a || b)", ["b"]],
    ["a || sh -c 'b; c'", ["sh", "b", "c"]],
  ])("conditional: %s", (text, expected) => {
    expect(having(`RUN ${text}`, "conditional")).toEqual(expected);
  });

  test("substituted", () => {
    const text = 'RUN a "$(b)" `c` <(d) ${e:-$(f)} $((1 + $(g))) && x=$(h) && cat <<E\n$(i)\nE\n';
    expect(having(text, "substituted")).toEqual(["b", "c", "d", "f", "g", "h", "i"]);
  });

  test("commands in escaped backticks are left out: their positions are not known", () => {
    expect(names("RUN a `b \\`c\\``")).toEqual(["a"]);
  });

  test("in a process of its own", () => {
    const text = "RUN a; (b); c | d; { e; }; f & g $(h); sh -c 'i'; coproc j";
    expect(having(text, "subshell")).toEqual(["b", "c", "d", "f", "h", "i", "j"]);
  });

  test("nested", () => {
    const text = `RUN a && bash -lc "b 'x' | c" && su - me -c 'd; e' && sudo sh -c "f $G" && sh ./h -c i`;
    const script = knownScript(text);
    const nested = script.commands.filter((command) => command.nested);
    expect(nested.map(({ name }) => name)).toEqual(["b", "c", "d", "e", "f"]);
    for (const { span, name } of nested) {
      expect(script.text.slice(span.start).startsWith(name ?? "?")).toBe(true);
    }
  });

  test.each(['sh -c "a \\"b\\""', 'sh -c "a $(b)"', "sh -c 'a'\"b\"", 'sh -c "$A"'])(
    "%s has no known offsets",
    (text) => {
      const names = knownScript(`RUN ${text}`).commands.filter(
        ({ nested, name }) => nested && name !== null,
      );
      expect(names).toEqual([]);
    },
  );
});

describe("shell options", () => {
  test.each([
    ["RUN a", false, false],
    ["RUN set -e; a", true, false],
    ["RUN set -eux && a | b", true, false],
    ["RUN set -x; set -o errexit; a", true, false],
    ["RUN export A=1; set -e", true, false],
    ["RUN a; set -e", false, false],
    ["RUN set -e; set +e; a", false, false],
    ["RUN set -euo pipefail; a | b", true, true],
    ["RUN set -o pipefail && a | b", false, true],
    ["RUN a | b; set -o pipefail; c | d", false, false],
    ["RUN a && set -o pipefail && b | c", false, true],
    ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b', false, true],
    ['SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN a', true, true],
    ['SHELL ["/bin/bash", "-euxo", "pipefail", "-c"]\nRUN set +o pipefail; a | b', true, false],
    ["RUN bash -eo pipefail <<'EOF'\na | b\nEOF", true, true],
    ['RUN ["/bin/bash", "-euxo", "pipefail", "-c", "a | b"]', true, true],
    ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN <<EOF\n#!/bin/sh -e\na\nEOF', true, false],
  ])("%j", (text, exitsOnError, pipefail) => {
    expect(scriptOf(text)).toMatchObject({ exitsOnError, pipefail });
  });

  test("pipefail of each pipeline", () => {
    const text =
      "RUN a | b; (set -o pipefail; c | d); e | f; set -o pipefail; (g | h; set +o pipefail; i | j); k | l; " +
      "bash -c 'm | n'; bash -o pipefail -c 'o | p'; echo $(q | r)";
    const script = knownScript(text);
    expect(script.pipelines.map(({ stages, pipefail }) => [stages[0]?.name, pipefail])).toEqual([
      ["a", false],
      ["c", true],
      ["e", false],
      ["g", true],
      ["i", false],
      ["k", true],
      ["m", false],
      ["o", true],
      ["q", true],
    ]);
  });

  test.each([
    ["a | b", [false]],
    ["a | b || c", [true]],
    ["a || b | c", [false]],
    ["{ a | b; } > x || c | d", [true, false]],
    ["! a | b; c | d && e", [true, false]],
    ["if a | b; then c | d; elif e | f; then g | h; fi", [true, false, true, false]],
  ])("pipelines whose failure is an answer: %s", (text, expected) => {
    expect(knownScript(`RUN ${text}`).pipelines.map(({ asked }) => asked)).toEqual(expected);
  });

  test("the stages of a pipeline", () => {
    const script = knownScript("RUN ! a x | (b) | c |& d");
    const [pipeline] = script.pipelines;
    expect(pipeline?.stages.map((stage) => stage?.name ?? null)).toEqual(["a", null, "c", "d"]);
    expect(pipeline?.stageSpans.map(({ start, end }) => script.text.slice(start, end))).toEqual([
      "a x",
      "(b)",
      "c",
      "d",
    ]);
    expect(script.text.slice(pipeline?.span.start, pipeline?.span.end)).toBe("a x | (b) | c |& d");
  });
});
