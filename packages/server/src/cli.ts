// One function per command. Prints for people: the address on a line of its own on standard output, trouble in one clear
// line on standard error.
import { resolve } from 'node:path';
import { version } from '../package.json' with { type: 'json' };
import { appFlags, appHelp, runAppCommand } from './cli-app.ts';
import { ConfigError, options, readConfig, type Config } from './config.ts';
import { start } from './server.ts';
import { backup, newEpoch, restore } from './store/backup.ts';
import { StartupError } from './store/failures.ts';

type Env = Readonly<Record<string, string | undefined>>;

interface Signals {
  /** Resolves with the first request to stop. */
  readonly stop: Promise<void>;
}

/** @returns the exit code */
export async function runCommand(
  args: readonly string[],
  { env, signals }: { env: Env; signals: Signals },
): Promise<number> {
  try {
    await run(args, { env, signals });
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof StartupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function run(
  args: readonly string[],
  { env, signals }: { env: Env; signals: Signals },
): Promise<void> {
  if (args.includes('--help') || args[0] === 'help') return print(help());
  if (args.includes('--version')) return print(version);
  const named = args[0] !== undefined && !args[0].startsWith('-');
  const [command = 'serve', ...rest] = named ? args : ['serve', ...args];
  switch (command) {
    case 'serve':
      return serve(readConfig(rest, env), signals);
    case 'backup': {
      const { config, own } = split(rest, env, ['--to']);
      const to = own.get('--to');
      return print(await backup({ ...place(config), ...(to === undefined ? {} : { to }) }));
    }
    case 'restore': {
      const { config, own } = split(rest, env, ['--from', '--force']);
      const from = own.get('--from');
      if (from === undefined)
        throw new ConfigError('restore needs --from, the backup to put back.');
      await restore({ ...place(config), from, force: own.has('--force') });
      return print('restored');
    }
    case 'epoch': {
      if (rest[0] !== 'new') throw new ConfigError('There is only: hubbub epoch new');
      return print(await newEpoch(place(readConfig(rest.slice(1), env))));
    }
    case 'app': {
      const { config, own, words } = split(rest, env, appFlags);
      return print(await runAppCommand(words, { flags: own, config }));
    }
    default:
      throw new ConfigError(
        `There is no command ${command}; there are serve, backup, restore, epoch new and app. See --help.`,
      );
  }
}

async function serve(config: Config, { stop }: Signals): Promise<void> {
  const server = await start(config);
  if (
    config.environment === 'dev' &&
    config.proxies.length === 0 &&
    !/^(127\.|localhost|::1)/.test(config.host)
  )
    process.stderr.write('Plain HTTP beyond this machine: for trying out only.\n');
  print(server.url);
  if (server.grpc !== undefined) print(`grpc://${server.grpc}`);
  await stop;
  await server.stop();
}

function place({ database, data }: Config) {
  return { database, dataDir: resolve(data) };
}

/** A command's own flags, and the options that every command knows. */
function split(args: readonly string[], env: Env, ownFlags: readonly string[]) {
  const own = new Map<string, string>();
  const others: string[] = [];
  const words: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const [flag = '', inline] = (args[i] ?? '').split('=');
    if (!flag.startsWith('-') && !others.at(-1)?.startsWith('--')) words.push(args[i] ?? '');
    else if (!ownFlags.includes(flag)) others.push(args[i] ?? '');
    else if (flag === '--force' || flag === '--json') own.set(flag, 'true');
    else own.set(flag, inline ?? args[(i += 1)] ?? '');
  }
  return { config: readConfig(others, env), own, words };
}

function help(): string {
  const lines = options.map(({ flag, doc, fallback, unit }) => {
    const value = Array.isArray(fallback) ? fallback.join(',') : String(fallback);
    return `  ${flag.padEnd(18)} ${doc}${value === '' ? '' : ` Default: ${value}${unit ? ` ${unit}` : ''}.`}`;
  });
  return [
    'hubbub [serve]                 runs the server',
    'hubbub backup [--to FILE]      copies the database while the server runs',
    'hubbub restore --from FILE     puts a backup back; --force replaces what is there',
    ...appHelp,
    'hubbub epoch new               after a copy or snapshot was put back by other means: clients pull everything anew',
    '',
    'Options; each is also HUBBUB_… in the environment (docs/config.md):',
    ...lines,
  ].join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
