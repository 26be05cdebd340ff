// The shape of a command: what cli/<name>.ts exports and cli/commands.ts lists. From the table come help, completion and
// docs/cli.md. A command prints through `print` only, so that --json works everywhere.
import type { Settled } from '../config.ts';
import type { Config } from '../config/table.ts';

export interface Flag {
  readonly doc: string;
  /** What stands for its value in help; a flag without one is a switch. */
  readonly value?: string;
  readonly oneOf?: readonly string[];
  readonly needed?: true;
}

export interface Operand {
  /** As help shows it, e.g. SHELL. */
  readonly name: string;
  readonly oneOf?: readonly string[];
}

export interface Command {
  /** One word to three. */
  readonly name: string;
  readonly does: string;
  /** What follows the name, all of it needed. */
  readonly operands?: readonly Operand[];
  /** Its own, by name: `--to`. */
  readonly flags?: Readonly<Record<string, Flag>>;
  /** Knows the options of the server too (config.ts). */
  readonly takesOptions: boolean;
  /** Arguments behind the program's name, the first one the most usual. */
  readonly examples: readonly string[];
  /** @returns the exit code when it is not `done` */
  run(use: Use): Promise<number | void> | number | void;
}

/** Said to people as text, with --json as one line of JSON. */
export interface Said {
  readonly text: string;
  readonly json: object;
}

/** One use of a command. */
export interface Use {
  readonly operands: readonly string[];
  /** Values of its own flags; '' for a switch that is there. */
  readonly flags: ReadonlyMap<string, string>;
  /** Reads the server's options; throws ConfigError. */
  readonly config: () => Config;
  /** The same with every problem told instead of thrown. */
  readonly settle: () => Settled;
  readonly print: (said: Said) => void;
  /** Resolves when all that was printed is out. */
  readonly flush: () => Promise<void>;
  /** On standard error, for people only. */
  readonly warn: (text: string) => void;
  /** Resolves with the first request to stop. */
  readonly stop: Promise<void>;
  /** Calls with each request to read files again. */
  readonly onReload: (task: () => void) => void;
  readonly commands: readonly Command[];
}

/** What the shell is told. */
export const exitCodes = {
  done: 0,
  failed: 1,
  misused: 2,
  /** It works, and something is worth a look. */
  doubtful: 2,
} as const;
