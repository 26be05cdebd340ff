import { afterAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { until } from '../support/until.ts';

const root = join(import.meta.dir, '../..');
const folder = mkdtempSync(join(tmpdir(), 'hubbub-launcher-'));
let entries = 0;

afterAll(() => rmSync(folder, { recursive: true }));

interface Serving {
  readonly args?: readonly string[];
  /** Loaded by the launcher before anything of its own. */
  readonly preload?: string;
}

/** Runs `start.mjs serve` with a program of ours in the server's place. */
function serve(program: string, { args = [], preload }: Serving = {}) {
  const entry = join(folder, `entry-${++entries}.ts`);
  writeFileSync(entry, program);
  const first = preload === undefined ? [] : ['--preload', preload];
  const launcher = [process.execPath, ...first, join(root, 'bin/start.mjs'), 'serve'];
  const child = Bun.spawn([...launcher, ...args], {
    env: { ...process.env, HUBBUB_ENTRY: relative(root, entry) },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
  });
  let output = '';
  const reading = (async () => {
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) output += chunk;
  })();
  const exited = Promise.all([child.exited, reading]).then(([code]) => code);
  return { child, exited, output: () => output };
}

const counting = `
  let heard = 0;
  process.on('SIGINT', () => { heard++; setTimeout(() => { console.log('heard ' + heard); process.exit(7); }, 600); });
  process.on('SIGTERM', () => process.exit(9));
  setInterval(() => {}, 1000);
  console.log('up');
`;

/** The launcher stands still where it begins to listen, for longer than the program in the server's place takes to be up. */
const onBusyMachine = `
  const { on } = process;
  process.on = (name, ...rest) => {
    if (name === 'SIGINT') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    return on.call(process, name, ...rest);
  };
`;

test('arguments go in, the exit code comes out', async () => {
  const { exited, output } = serve('console.log(process.argv.slice(2).join()); process.exit(3)', {
    args: ['--port', '0'],
  });
  expect(await exited).toBe(3);
  expect(output().trim()).toBe('serve,--port,0');
});

test('a server that dies of a signal ends the launcher as in a shell', async () => {
  const { exited } = serve(`process.kill(process.pid, 'SIGKILL')`);
  expect(await exited).toBe(137);
});

test('SIGTERM is passed on', async () => {
  const { child, exited, output } = serve(counting);
  await until(() => output().includes('up'), { what: 'the server' });
  child.kill('SIGTERM');
  expect(await exited).toBe(9);
});

test('a signal reaches a server that was up before the launcher got the core again', async () => {
  const busy = join(folder, 'busy.ts');
  writeFileSync(busy, onBusyMachine);
  const { child, exited, output } = serve(counting, { preload: busy });
  await until(() => output().includes('up'), { what: 'the server' });
  child.kill('SIGTERM');
  expect(await exited).toBe(9);
});

test('a Ctrl-C that arrives twice is passed on once', async () => {
  const { child, exited, output } = serve(counting);
  await until(() => output().includes('up'), { what: 'the server' });
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await exited).toBe(7);
  expect(output()).toContain('heard 1');
});

test('other commands of the server go through as they stand in the docs', async () => {
  const page = await Bun.file(join(root, 'docs/operations.md')).text();
  const commands = [...page.matchAll(/^npm start -- ((?:backup|restore|epoch)[^#\n]*)/gm)];
  expect(commands.length).toBeGreaterThan(2);
  for (const [, command = ''] of commands) {
    const words = command.trim().split(/\s+/);
    const { exited, output } = serve('console.log(process.argv.slice(2).join(" "))', {
      args: words,
    });
    expect(await exited).toBe(0);
    expect(output().trim()).toBe(words.join(' '));
  }
});
