import { Command, CommanderError } from "commander";
import { GitCommandError } from "../git/run-git.ts";
import { UnknownRuleError } from "../lint/select-rules.ts";
import { visible } from "../report/untrusted.ts";
import { UserError } from "../settings/user-error.ts";
import { addAuditCommand } from "./audit.ts";
import { addCheckCommand } from "./check.ts";
import { addExplainCommand } from "./explain.ts";
import { addFixCommand } from "./fix.ts";
import { addMigrateCommand } from "./migrate.ts";
import { version } from "../report/product.ts";
import { addReviewCommand } from "./review.ts";
import { addRulesCommand } from "./rules.ts";
import type { CommandHost, ExitState, Terminal } from "./terminal.ts";

const examples = `
Examples:
  dockerfile-review check                    judge every Dockerfile below the current directory
  dockerfile-review fix --dry-run            show what the verified fixes would change
  dockerfile-review review                   what the pull request of this branch would be told
  dockerfile-review explain DL3007           why a rule is there

Ends with 0 when all is well, 1 when there are findings at or above --fail-on, 2 when the input or an option is wrong.`;

/**
 * Runs the command line.
 * @param args without the program's own name
 * @returns the exit state; what went wrong has been said on standard error
 */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitState> {
  let state: ExitState = 0;
  let colour = terminal.colour;
  const host: CommandHost = {
    get terminal() {
      return { ...terminal, colour };
    },
    end: (next) => {
      if (next > state) state = next;
    },
  };
  const program = buildProgram(host);
  program.hook("preAction", () => {
    colour = program.opts<{ color?: boolean }>().color ?? colour;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return state;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.writeError(`dockerfile-review: ${messageOf(error)}\n`);
    return 2;
  }
}

function buildProgram(host: CommandHost): Command {
  const { terminal } = host;
  const program = new Command("dockerfile-review")
    .description("Reviews Dockerfiles by best-practice rules and mends what can be mended safely.")
    .version(version, "-V, --version", "print the version")
    .option("--color", "print colours even when the output goes to no terminal")
    .option("--no-color", "print no colours (default: colours on a terminal)")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", examples)
    // Commander hands these settings down to the commands that are added after them.
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("Run it with --help to see what it takes.")
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.writeError(text),
      getOutHasColors: () => terminal.colour,
    });
  addCheckCommand(program, host);
  addFixCommand(program, host);
  addReviewCommand(program, host);
  addMigrateCommand(program, host);
  addAuditCommand(program, host);
  addRulesCommand(program, host);
  addExplainCommand(program, host);
  return program;
}

/** What is said of an error: of the user's own the message, of a bug where it happened. */
function messageOf(error: unknown): string {
  const isExpected =
    error instanceof UserError ||
    error instanceof UnknownRuleError ||
    error instanceof GitCommandError;
  // Settings files give a line for each of their problems.
  if (isExpected) return error.message.split("\n").map(visible).join("\n");
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a bug of dockerfile-review ${version}, please report it with these lines:\n${trace}`;
}
