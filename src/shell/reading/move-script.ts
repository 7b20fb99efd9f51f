import type { Span } from "../../source/span.ts";
import type { Chain, Pipeline, ShellCommand, ShellRedirect } from "../model.ts";
import { ReadCommand } from "./commands.ts";
import { ReadScript } from "./read-script.ts";
import { moveWord } from "./words.ts";

/**
 * The same script at another place of a file: everything as it was, but for the offsets.
 * @param by how far it is moved, in UTF-16 code units; for 0 the script itself is given
 */
export function moveScript(script: ReadScript, by: number): ReadScript {
  if (by === 0) return script;
  const commands = script.commands.map((command) => moveCommand(command, by));
  const moved = new Map<ShellCommand, ShellCommand>();
  if (script.pipelines.length > 0) {
    for (const [index, command] of commands.entries()) {
      const before = script.commands[index];
      if (before !== undefined) moved.set(before, command);
    }
  }
  return new ReadScript(script, moveSpan(script.span, by), {
    commands,
    chains: script.chains.map((chain) => moveChain(chain, by)),
    pipelines: script.pipelines.map((pipeline) => movePipeline(pipeline, by, moved)),
  });
}

function moveCommand(command: ShellCommand, by: number): ShellCommand {
  const words = command.words.map((word) => moveWord(word, by));
  // The name's word stands before the arguments, which are the last words.
  const firstArg = words.length - command.args.length;
  return new ReadCommand(
    {
      span: moveSpan(command.span, by),
      assignments: command.assignments.map((one) => ({ ...one, span: moveSpan(one.span, by) })),
      words,
      name: command.name,
      nameSpan: command.nameSpan === null ? null : (words[firstArg - 1]?.span ?? null),
      args: firstArg === 0 ? words : words.slice(firstArg),
      wrappers: command.wrappers,
      redirects: command.redirects.map((redirect) => moveRedirect(redirect, by)),
    },
    command,
  );
}

function moveRedirect({ operator, target, span }: ShellRedirect, by: number): ShellRedirect {
  return {
    operator,
    target: target === null ? null : moveWord(target, by),
    span: moveSpan(span, by),
  };
}

function moveChain({ span, links, operators }: Chain, by: number): Chain {
  return {
    span: moveSpan(span, by),
    links: links.map((link) => moveSpan(link, by)),
    operators: operators.map((operator) => ({
      text: operator.text,
      span: moveSpan(operator.span, by),
    })),
  };
}

function movePipeline(
  pipeline: Pipeline,
  by: number,
  moved: ReadonlyMap<ShellCommand, ShellCommand>,
): Pipeline {
  return {
    span: moveSpan(pipeline.span, by),
    stages: pipeline.stages.map((stage) => (stage === null ? null : (moved.get(stage) ?? null))),
    stageSpans: pipeline.stageSpans.map((span) => moveSpan(span, by)),
    pipefail: pipeline.pipefail,
    asked: pipeline.asked,
  };
}

function moveSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
