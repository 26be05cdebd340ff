// The command line as people and scripts use it: help, JSON, exit codes, completion in a real shell.
import { afterEach, expect, spyOn, test } from 'bun:test';
import { join } from 'node:path';
import { parse } from '../../packages/server/src/cli/arguments.ts';
import { runCommand } from '../../packages/server/src/cli.ts';
import { commands } from '../../packages/server/src/cli/commands.ts';
import { options } from '../../packages/server/src/config/table.ts';
import { makeFolder, type Folder } from '../support/folder.ts';
import { leaveOut } from '../support/left-out.ts';
import { spawnMain } from '../support/server.ts';

const folders: Folder[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function folder(): string {
  const made = makeFolder();
  folders.push(made);
  return made.path;
}

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawnMain(args, env);
  const [out, error, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { out, error, code };
}

/** What it prints, in this process: to start one for each is what would take long. */
async function said(args: readonly string[]): Promise<string> {
  let out = '';
  const take = (text: unknown, done: unknown) => {
    out += String(text);
    if (typeof done === 'function') done();
    return true;
  };
  const write = spyOn(process.stdout, 'write').mockImplementation(take as never);
  try {
    const signals = { stop: Promise.resolve(), onReload: () => undefined };
    expect(await runCommand(args, { env: {}, signals })).toBe(0);
  } finally {
    write.mockRestore();
  }
  return out;
}

test('help names every command and option, and each command has its own', async () => {
  const { out, code } = await run(['--help']);
  expect(code).toBe(0);
  for (const { name } of commands) expect(out).toContain(`hubbub ${name}`);
  for (const { flag } of options) expect(out).toContain(`  ${flag} `);
});

test.each(commands.map((command) => [command.name, command] as const))(
  'hubbub %s: help with examples that are understood',
  async (name, { examples, flags = {}, does }) => {
    const { out, code } = await run([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toContain(does);
    for (const flag of Object.keys(flags)) expect(out).toContain(`  ${flag}`);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(out).toContain(`  hubbub ${example}`);
      const words = example.replace(/ >.*/, '').split(' ');
      expect(parse(words, commands).command.name).toBe(name);
    }
    expect(await said(['help', ...name.split(' ')])).toBe(out);
  },
);

test('what cannot be meant so ends with 2 and says what could be', async () => {
  for (const [words, message] of [
    [['fly'], 'There is no command fly; there are serve'],
    [['epoch'], 'There is only: hubbub epoch new'],
    [['config', 'prnt'], 'hubbub config check, hubbub config print'],
    [['restore'], 'restore needs --from, the backup to put back.'],
    [['backup', '--to'], '--to needs a value.'],
    [['backup', '--too', 'x'], 'There is no option --too'],
    [['completion'], 'SHELL is one of bash, zsh, fish'],
    [['completion', 'ksh'], 'SHELL is one of bash, zsh, fish'],
    [['completion', 'bash', '--port', '1'], 'completion does not know --port'],
    [['config', 'check', '--port', '99999'], 'no port'],
    [['backup', 'now'], 'hubbub backup'],
  ] as const) {
    const { out, error, code } = await run(words);
    expect(error).toContain(message);
    expect([code, out, error.trim().split('\n').length]).toEqual([2, '', 1]);
  }
});

test('--json gives one line of JSON, for errors too', async () => {
  const data = folder();
  const server = spawnMain(['serve', '--port', '0', '--data', data, '--json']);
  const reader = server.stdout.getReader();
  const { value } = await reader.read();
  const { url } = JSON.parse(new TextDecoder().decode(value)) as { url: string };
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const to = join(data, 'copy.db');
  const backup = await run(['backup', '--data', data, '--to', to, '--json']);
  expect(JSON.parse(backup.out)).toEqual({
    file: to,
    media: { blobs: 0, missing: [] },
  });
  server.kill('SIGTERM');
  expect(await server.exited).toBe(0);

  const epoch = await run(['epoch', 'new', '--data', data, '--json']);
  expect(JSON.parse(epoch.out)).toEqual({ epoch: expect.any(String) });
  const misused = await run(['fly', '--json']);
  expect(JSON.parse(misused.error)).toEqual({ error: expect.stringContaining('fly') });
  const failed = await run(['restore', '--data', data, '--from', 'nothing.db', '--json']);
  expect([failed.code, JSON.parse(failed.error)]).toEqual([
    1,
    { error: expect.stringContaining('nothing.db') },
  ]);
  expect(JSON.parse((await run(['--version', '--json'])).out)).toHaveProperty('version');
});

test('config print shows where everything stands, and no secret', async () => {
  const env = { HUBBUB_DATABASE: 'postgres://user:hunter2@host/name', PORT: '1234' };
  const { out } = await run(['config', 'print', '--log-level', 'warn'], env);
  const lines = out.trim().split('\n');
  expect(lines).toHaveLength(options.length);
  expect(out).toMatch(/^port = 1234 +# PORT$/m);
  expect(out).toMatch(/^log-level = "warn" +# --log-level$/m);
  expect(out).toMatch(/^database = "\[secret\]" +# HUBBUB_DATABASE$/m);
  const json = JSON.parse((await run(['config', 'print', '--json'], env)).out) as object;
  expect(json).toMatchObject({
    port: { value: 1234, from: 'PORT' },
    database: { value: '[secret]' },
    doors: { value: ['socket', 'http'], from: 'default' },
  });
  expect(out + JSON.stringify(json)).not.toContain('hunter2');
  expect((await run(['config', 'check'])).out).toContain('The options are fine');
});

const hasBash = Bun.which('bash') !== null;
if (!hasBash) leaveOut('completion in bash');

(hasBash ? test : test.skip)('bash completes commands, flags and values', async () => {
  const { out: script } = await run(['completion', 'bash']);
  const complete = async (...words: readonly string[]): Promise<readonly string[]> => {
    const ask = `${script}
COMP_WORDS=(hubbub "$@"); COMP_CWORD=$#; COMPREPLY=(); _hubbub; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const child = Bun.spawn(['bash', '-c', ask, 'bash', ...words], { cwd: folder() });
    return (await new Response(child.stdout).text()).trim().split('\n');
  };
  expect(await complete('')).toEqual([
    'serve',
    'backup',
    'restore',
    'epoch',
    'config',
    'doctor',
    'media',
    'app',
    'user',
    'token',
    'room',
    'report',
    'message',
    'log',
    'audit',
    'completion',
  ]);
  expect(await complete('re')).toEqual(['restore', 'report']);
  expect(await complete('config', '')).toEqual(['check', 'print']);
  expect(await complete('app', 'k')).toEqual(['key']);
  expect(await complete('app', 'key', '')).toEqual(['create', 'list', 'rotate', 'revoke']);
  expect(await complete('app', 'key', 'ro')).toEqual(['rotate']);
  expect(await complete('config', 'p')).toEqual(['print']);
  expect(await complete('restore', '--fo')).toEqual(['--force']);
  expect(await complete('serve', '--grpc-p')).toEqual(['--grpc-port']);
  expect(await complete('serve', '--log-level', 'w')).toEqual(['warn']);
  expect(await complete('serve', '--log-level', '=', 'w')).toEqual(['warn']);
  expect(await complete('serve', '--port', '1', '--environment', '')).toEqual([
    'dev',
    'test',
    'prod',
  ]);
  expect(await complete('app', 'set', 'shop', '--devices', '')).toEqual([
    'all',
    'one-per-class',
    'newest',
  ]);
  expect(await complete('app', 'create', 'shop', '--dev')).toEqual(['--devices']);
  expect(await complete('completion', '')).toContain('fish');
});

for (const [shell, check] of [
  ['zsh', '-n'],
  ['fish', '--no-execute'],
] as const) {
  const isHere = Bun.which(shell) !== null;
  if (!isHere) leaveOut(`completion in ${shell}`);
  (isHere ? test : test.skip)(`${shell} reads its script`, async () => {
    const { out } = await run(['completion', shell]);
    const file = join(folder(), 'script');
    await Bun.write(file, out);
    expect(await Bun.spawn([shell, check, file]).exited).toBe(0);
  });
}

test('every shell is told of every command and flag', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { out } = await run(['completion', shell]);
    for (const { name, flags = {} } of commands)
      for (const word of [...name.split(' '), ...Object.keys(flags)])
        expect(out).toContain(shell === 'fish' ? word.replace(/^--/, '-l ') : word);
    for (const { flag } of options)
      expect(out).toContain(shell === 'fish' ? `-l ${flag.slice(2)}` : flag);
  }
});
