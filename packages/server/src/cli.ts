// Runs one command of the table. Prints for people: what is asked for on standard output, the server's address on a line of
// its own, trouble in one clear line on standard error; with --json all of it as JSON.
import { version } from '../package.json' with { type: 'json' };
import { findCommand, parse, type Parsed } from './cli/arguments.ts';
import { exitCodes, type Said } from './cli/command.ts';
import { commands } from './cli/commands.ts';
import { helpOf, helpOfAll } from './cli/help.ts';
import { ConfigError, readConfig, settle } from './config.ts';
import { StartupError } from './store/failures.ts';

type Env = Readonly<Record<string, string | undefined>>;

interface Signals {
  /** Resolves with the first request to stop. */
  readonly stop: Promise<void>;
  /** Calls with each request to read files again. */
  readonly onReload: (task: () => void) => void;
}

/** @returns the exit code */
export async function runCommand(
  args: readonly string[],
  { env, signals }: { env: Env; signals: Signals },
): Promise<number> {
  const isJson = args.includes('--json') || args.includes('--jsonl');
  let written = Promise.resolve();
  const print = ({ text, json }: Said) => {
    written = write(isJson ? JSON.stringify(json) : text);
  };
  const flush = () => written;
  try {
    const code = await run(args, { env, signals, print, flush });
    // A pipe takes what it is given in its own time, and the process ends now.
    await flush();
    return code ?? exitCodes.done;
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof StartupError)) throw error;
    const { message } = error;
    process.stderr.write(`${isJson ? JSON.stringify({ error: message }) : message}\n`);
    return error instanceof ConfigError ? exitCodes.misused : exitCodes.failed;
  }
}

interface Surroundings {
  readonly env: Env;
  readonly signals: Signals;
  readonly print: (said: Said) => void;
  readonly flush: () => Promise<void>;
}

async function run(
  args: readonly string[],
  { env, signals, print, flush }: Surroundings,
): Promise<number | void> {
  const words = args[0] === 'help' ? [...args.slice(1), '--help'] : args;
  if (words.includes('--version')) return print({ text: version, json: { version } });
  if (words.includes('--help')) return print(help(words));
  const { command, operands, flags, options }: Parsed = parse(words, commands);
  return await command.run({
    operands,
    flags,
    config: () => readConfig(options, env),
    settle: () => settle(options, env),
    print,
    flush,
    warn: (text) => void process.stderr.write(`${text}\n`),
    stop: signals.stop,
    onReload: signals.onReload,
    commands,
  });
}

function help(words: readonly string[]): Said {
  const isAboutOne = words[0] !== undefined && !words[0].startsWith('-');
  const text = isAboutOne ? helpOf(findCommand(words, commands).command) : helpOfAll(commands);
  return { text, json: { help: text } };
}

/** Resolves when it is out. */
function write(text: string): Promise<void> {
  return new Promise((done) => process.stdout.write(`${text}\n`, () => done()));
}
