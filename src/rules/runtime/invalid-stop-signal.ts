import { instructionsOfKind } from "../../dockerfile/queries.ts";
import { readSignal, signalNames } from "../../dockerfile/stop-signals.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { nearest } from "../../source/nearest.ts";
import type { Rule } from "../rule.ts";

export const invalidStopSignal: Rule = {
  name: "invalid-stop-signal",
  category: "runtime",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "STOPSIGNAL names a signal that does not exist or that no process can handle",
  why:
    "`docker stop` sends this signal and waits 10 seconds for the process to end by itself. SIGKILL ends it at once and SIGSTOP " +
    "only halts it: no process can catch either, so nothing is flushed, closed or finished. A signal that does not exist ends the build.",
  sources: [
    {
      title: "Dockerfile reference: STOPSIGNAL",
      url: "https://docs.docker.com/reference/dockerfile/#stopsignal",
    },
  ],
  aliases: [],
  fix: "none",
  scope: "instruction",
  words: ["stopsignal"],
  examples: [
    {
      bad: "FROM postgres:17\nSTOPSIGNAL SIGKILL\n",
      good: "FROM postgres:17\nSTOPSIGNAL SIGINT\n",
    },
    {
      bad: "FROM httpd:2.4\nSTOPSIGNAL SIGWINHC\n",
      good: "FROM httpd:2.4\nSTOPSIGNAL SIGWINCH\n",
    },
  ],
  silentOn: [
    "FROM nginx:1.27.3\nSTOPSIGNAL quit\n",
    "FROM nginx:1.27.3\nSTOPSIGNAL SIGRTMIN+3\n",
    "FROM nginx:1.27.3\nSTOPSIGNAL 15\n",
    "FROM nginx:1.27.3\nARG SIGNAL\nSTOPSIGNAL $SIGNAL\n",
  ],
  *check(dockerfile) {
    for (const { words, state } of instructionsOfKind(dockerfile, "stopsignal")) {
      const [word] = words;
      if (word === undefined) continue;
      const text = expandWord(word, state.lookup);
      if (text === null) continue;
      const signal = readSignal(text);
      if (signal === null) {
        const meant = nearest(text, signalNames());
        const hint =
          meant === null ? "Write a name such as `SIGTERM`." : `Did you mean \`${meant}\`?`;
        yield {
          message: `There is no signal \`${text}\`, and the build ends here. ${hint}`,
          span: word.span,
          severity: "error",
        };
      } else if (signal === "SIGKILL" || signal === "SIGSTOP") {
        const what =
          signal === "SIGKILL" ? "ends the process at once" : "halts the process without ending it";
        yield {
          message: `\`${word.text}\` ${what}, and no process can catch it to shut down cleanly. Name the signal that the program takes for this, usually \`SIGTERM\`.`,
          span: word.span,
        };
      }
    }
  },
};
