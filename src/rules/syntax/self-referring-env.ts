import { mayBeSetByBase } from "../../dockerfile/base-environment.ts";
import type { KeyValueInstruction, VariableUse } from "../../dockerfile/model.ts";
import { setsByDefault } from "../../dockerfile/variable-uses.ts";
import type { Rule } from "../rule.ts";

export const selfReferringEnv: Rule = {
  name: "self-referring-env",
  category: "syntax",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "ENV uses a variable that the same instruction defines",
  why:
    "The pairs of one ENV do not see each other: each value is filled in with what was in force before the instruction. A " +
    "variable that only this ENV defines is still empty there, and `BIN=$HOME_DIR/bin` becomes `/bin`.",
  sources: [
    {
      title: "Docker: ENV",
      url: "https://docs.docker.com/reference/dockerfile/#environment-replacement",
    },
    { title: "hadolint: DL3044", url: "https://github.com/hadolint/hadolint/wiki/DL3044" },
  ],
  aliases: ["DL3044"],
  fix: "none",
  scope: "file",
  words: ["$"],
  examples: [
    {
      bad: 'FROM alpine:3.22\nENV APP=/opt/app \\\n    PATH="$APP/bin:$PATH"\n',
      good: 'FROM alpine:3.22\nENV APP=/opt/app\nENV PATH="$APP/bin:$PATH"\n',
    },
    {
      bad: "FROM debian:12.8\nENV URL=https://example.com/${VERSION}.tgz VERSION=1.2.3\n",
      good: "FROM debian:12.8\nENV VERSION=1.2.3\nENV URL=https://example.com/${VERSION}.tgz\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nENV PATH=/opt/bin:$PATH\n",
    "FROM alpine:3.22\nENV PATH=/opt/bin:$PATH APP_PATH=$PATH\n",
    "FROM alpine:3.22\nARG V=1\nENV V=$V NAME=app-$V\n",
    "FROM alpine:3.22\nENV V=1\nENV V=2 OLD=$V\n",
    "FROM golang:1.25.1\nENV GOPATH=/go PATH=$GOPATH/bin:$PATH\n",
    "FROM alpine:3.22\nENV A=1 B='$A' C=\\$A\n",
    "FROM alpine:3.22\nENV A=1 B=${A:-1}\n",
    "FROM alpine:3.22\nARG A=1 B=$A\n",
  ],
  *check({ instructions }) {
    for (const env of instructions) {
      if (env.kind !== "env" || env.pairs.length < 2) continue;
      const own = new Set(env.pairs.map(({ key }) => key));
      for (const { key, value } of env.pairs) {
        for (const use of value?.variables ?? []) {
          if (use.name === key || !own.has(use.name) || !isEmptyHere(env, use)) continue;
          yield {
            message:
              `\`${use.name}\` is defined by this very ENV, so it is still empty where \`${key}\` uses it. ` +
              `Define \`${use.name}\` in an ENV of its own above.`,
            span: use.span,
          };
        }
      }
    }
  },
};

function isEmptyHere(env: KeyValueInstruction, use: VariableUse): boolean {
  if (setsByDefault(use) || env.state.lookup(use.name) !== undefined) return false;
  return mayBeSetByBase(env.stage, use.name) !== true;
}
