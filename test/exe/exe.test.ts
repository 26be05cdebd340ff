// The single executable, as somebody would use it who has nothing else: started in an empty folder with a bare environment.
import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import { statfsSync } from 'node:fs';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder, type Folder } from '../support/folder.ts';
import { leaveOut } from '../support/left-out.ts';
import { signUp } from '../support/people.ts';
import { runs } from '../support/runs.ts';
import { openSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dir, '../..');
const { bavail, bsize } = statfsSync(tmpdir());
const hasRoom = bavail * bsize > 500_000_000;
if (!hasRoom) leaveOut('single executable (needs 500 MB of disk)');
const testExe = hasRoom ? test : test.skip;

let built: Folder;
let exe: string;
beforeAll(async () => {
  built = makeFolder();
  // A whole run of the tests has built it.
  const ofThisRun = process.env['HUBBUB_TEST_PROGRAM'];
  exe = ofThisRun ?? join(built.path, 'hubbub');
  if (hasRoom && ofThisRun === undefined)
    await Bun.$`node bin/start.mjs build-exe --to ${exe}`.cwd(root).quiet();
}, 120_000);
afterAll(() => built.remove());

interface Started {
  readonly folder: string;
  readonly url: string;
  log(): string;
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number>;
}

const running: Started[] = [];
const folders: Folder[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  for (const folder of folders.splice(0)) folder.remove();
});

async function start(
  files: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Started> {
  const folder = makeFolder(files);
  folders.push(folder);
  const child = run(folder.path, ['serve', '--port', '0', ...args]);
  let out = '';
  let log = '';
  void collect(child.stdout, (text) => (out += text));
  void collect(child.stderr, (text) => (log += text));
  const url = await until(() => /^(http:\S+)\n/.exec(out)?.[1] ?? child.exitCode !== null, {
    timeoutMs: 20_000,
    what: 'the address',
  });
  if (url === true) throw new Error(`it did not start: ${log}`);
  const started: Started = {
    folder: folder.path,
    url,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      return child.exited;
    },
  };
  running.push(started);
  return started;
}

function run(cwd: string, args: readonly string[]) {
  return Bun.spawn([exe, ...args], { cwd, env: {}, stdout: 'pipe', stderr: 'pipe' });
}

async function collect(stream: ReadableStream<Uint8Array>, add: (text: string) => void) {
  const decoder = new TextDecoder();
  for await (const chunk of stream) add(decoder.decode(chunk, { stream: true }));
}

testExe('serves people, keeps what they say and stops cleanly', async () => {
  const server = await start();
  const alice = await signUp(server.url, 'alice');
  const socket = await openSocket(`${server.url.replace('http', 'ws')}/v1/socket`);
  await socket.call('session.open', { token: alice.token });
  const { conversation } = await socket.call('conversation.create', {
    kind: 3,
    title: 'lobby',
  });
  const text = 'hello from one file';
  const { message } = await socket.call('message.send', {
    conversation: conversation?.id ?? '',
    clientMsgId: 'a',
    content: { case: 'text', value: text },
  });
  expect(message?.seq).toBe(1);
  // Of a library that is loaded when it is needed first.
  expect((await socket.call('passkey.create', {})).options).toContain('challenge');
  const backup = run(server.folder, ['backup', '--to', 'copy.db']);
  expect(await backup.exited).toBe(0);
  expect(await server.stop()).toBe(0);
  expect(await socket.closed).toBe(4000);

  const again = run(server.folder, ['epoch', 'new']);
  expect(await again.exited).toBe(0);
});

testExe('has the web app in it, compressed', async () => {
  const server = await start();
  const page = await fetch(server.url);
  const text = await page.text();
  expect(page.headers.get('content-type')).toContain('text/html');
  const script = /<script type="module"[^>]* src="(\/assets\/first-[^"]+)"/.exec(text)?.[1] ?? '';
  for (const encoding of ['br', 'gzip']) {
    const headers = { 'accept-encoding': encoding };
    const packed = await fetch(server.url + script, { headers, decompress: false });
    expect(packed.headers.get('content-encoding')).toBe(encoding);
    expect((await packed.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  }
});

testExe('takes nothing from the folder it is started in', async () => {
  const server = await start({
    '.env': 'HUBBUB_LOG_LEVEL=nonsense',
    'bunfig.toml': 'preload = ["./preload.ts"]',
    'preload.ts': 'throw new Error("loaded");',
  });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

testExe('loads hooks from a folder', async () => {
  const server = await start(
    {
      'hooks/words.ts': `
        import { defineHooks, Refusal } from '@hubbub/server';
        import { forbidden } from 'words';
        export default defineHooks({
          before: {
            signUp({ username }): void {
              if (forbidden.includes(username as string)) throw new Refusal('Not this name.');
            },
          },
        });`,
      'hooks/node_modules/words/package.json': '{ "type": "module", "main": "index.js" }',
      'hooks/node_modules/words/index.js': 'export const forbidden = ["root"];',
    },
    ['--hooks', 'hooks'],
  );
  await signUp(server.url, 'alice');
  const refused = signUp(server.url, 'root').catch(String);
  expect(await refused).toContain('Not this name.');
});

testExe('says what is wrong in a line, with an exit code', async () => {
  for (const [code, args, message] of [
    [2, ['serve', '--prot', '1'], 'did you mean --port?'],
    [1, ['restore', '--from', 'nothing.db'], 'nothing.db'],
    [2, ['fly'], 'There is no command fly'],
  ] as const) {
    const child = run(built.path, args);
    const error = await new Response(child.stderr).text();
    expect(error).toContain(message);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(await child.exited).toBe(code);
  }
});

testExe(
  'is what npx runs',
  async () => {
    const folder = makeFolder({ 'package.json': '{}' });
    folders.push(folder);
    await runs(layOut, install)(folder.path);
    const command = ['node_modules/.bin/hubbub', '--version'];
    const node = Bun.spawn(command, { cwd: folder.path, stdout: 'pipe', stderr: 'pipe' });
    expect(await new Response(node.stdout).text()).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await node.exited).toBe(0);
  },
  120_000,
);

/** As npm would lay the packages out, around the executable that was built already. */
async function layOut(path: string): Promise<void> {
  const modules = join(path, 'node_modules');
  const machine = join(modules, `hubbub-${process.platform}-${process.arch}`);
  for (const one of [join(machine, 'bin'), join(modules, 'hubbub/bin'), join(modules, '.bin')])
    await mkdir(one, { recursive: true });
  await cp(join(root, 'package.json'), join(machine, 'package.json'));
  await symlink(exe, join(machine, 'bin/hubbub'));
  for (const file of ['npx.mjs', 'process.mjs'])
    await cp(join(root, 'bin', file), join(modules, 'hubbub/bin', file));
  await symlink('../hubbub/bin/npx.mjs', join(modules, '.bin/hubbub'));
}

async function install(path: string): Promise<void> {
  await Bun.$`node bin/start.mjs pack ${join(path, 'packed')}`.cwd(root).quiet();
  const packed = [...new Bun.Glob('packed/*.tgz').scanSync(path)].map((one) => `./${one}`);
  await Bun.$`npm install --offline ${packed}`.cwd(path).quiet();
}
