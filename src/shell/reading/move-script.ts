import { move } from "../../source/span.ts";
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
  const commands = new Map(
    script.commands.map((command) => [command, moveCommand(command, by)] as const),
  );
  return new ReadScript(script, move(script.span, by), {
    commands: [...commands.values()],
    chains: script.chains.map((chain) => moveChain(chain, by)),
    pipelines: script.pipelines.map((pipeline) => movePipeline(pipeline, by, commands)),
  });
}

function moveCommand(command: ShellCommand, by: number): ShellCommand {
  const words = command.words.map((word) => moveWord(word, by));
  // The name's word stands before the arguments, which are the last words.
  const firstArg = words.length - command.args.length;
  return new ReadCommand(
    {
      span: move(command.span, by),
      assignments: command.assignments.map((one) => ({ ...one, span: move(one.span, by) })),
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
    span: move(span, by),
  };
}

function moveChain({ span, links, operators }: Chain, by: number): Chain {
  return {
    span: move(span, by),
    links: links.map((link) => move(link, by)),
    operators: operators.map((operator) => ({
      text: operator.text,
      span: move(operator.span, by),
    })),
  };
}

function movePipeline(
  pipeline: Pipeline,
  by: number,
  commands: ReadonlyMap<ShellCommand, ShellCommand>,
): Pipeline {
  return {
    span: move(pipeline.span, by),
    stages: pipeline.stages.map((stage) => (stage === null ? null : (commands.get(stage) ?? null))),
    stageSpans: pipeline.stageSpans.map((span) => move(span, by)),
    pipefail: pipeline.pipefail,
    asked: pipeline.asked,
  };
}
