import { Notable } from "../../source/notes.ts";
import type { Span } from "../../source/span.ts";
import type { Dialect, ScriptForm, ShellScript } from "../model.ts";
import type { FlatScript } from "./flatten.ts";

/** What a shell is started with. */
export interface Start {
  readonly dialect: Dialect;
  readonly form: ScriptForm;
  readonly exitsOnError: boolean;
  readonly pipefail: boolean;
}

/** A script on which what is known of it can be noted. */
export class ReadScript extends Notable implements ShellScript {
  readonly dialect: Dialect;
  readonly form: ScriptForm;
  readonly span: Span;
  readonly commands: ShellScript["commands"];
  readonly chains: ShellScript["chains"];
  readonly pipelines: ShellScript["pipelines"];
  readonly exitsOnError: boolean;
  readonly pipefail: boolean;

  constructor({ dialect, form, exitsOnError, pipefail }: Start, span: Span, flat: FlatScript) {
    super();
    this.dialect = dialect;
    this.form = form;
    this.span = span;
    this.commands = flat.commands;
    this.chains = flat.chains;
    this.pipelines = flat.pipelines;
    this.exitsOnError = exitsOnError;
    this.pipefail = pipefail;
  }
}
