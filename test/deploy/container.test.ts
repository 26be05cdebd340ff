// The container, as far as it can be tried without an engine: what the Dockerfile copies is there, the very script that it
// runs makes the folder from a clean copy of what the engine would be given, and that folder runs as another user, read-only,
// as first process. compose.yaml gives options that exist and opens nothing that it should not.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settle } from '../../packages/server/src/config.ts';
import { options } from '../../packages/server/src/config/table.ts';
import { fileVariable } from '../../packages/server/src/config/option.ts';
import { leaveOut } from '../support/left-out.ts';
import { signUp } from '../support/people.ts';
import { until } from '../support/until.ts';

setDefaultTimeout(180_000);

const root = join(import.meta.dir, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** The instructions of each stage. */
function stages(): Instruction[][] {
  const lines = read('Dockerfile').replaceAll(/\\\n/g, ' ').split('\n');
  const found: Instruction[][] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') found.push([]);
    if (word !== '') found.at(-1)?.push({ word, rest });
  }
  return found;
}

const [build = [], final = []] = stages();
const of = (stage: Instruction[], word: string) =>
  stage.filter((one) => one.word === word).map(({ rest }) => rest);

/** What .dockerignore lets through, by its own rules: a list of what is let in, and what is left out of that. */
const rules = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const letIn = rules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
const leftOut = (path: string) => /(^|\/)(node_modules|dist)(\/|$)|\.test\.ts$/.test(path);

test('.dockerignore lets nothing in but what is listed', () => {
  expect(rules[0]).toBe('*');
  expect(rules.filter((rule) => !rule.startsWith('!')).slice(1)).toEqual([
    '**/node_modules',
    '**/dist',
    '**/*.test.ts',
  ]);
  for (const name of letIn) expect([name, existsSync(join(root, name))]).toEqual([name, true]);
});

test('the image: no root, no secrets, exact bases, a health check, signals reach the server', () => {
  expect(stages()).toHaveLength(2);
  for (const [base] of stages().map((stage) => of(stage, 'FROM')))
    expect(base).toMatch(/^[a-z]+:[\w.-]*\d?[\w.-]*(bookworm|\d)[\w.-]*( AS \w+)?$/);
  expect(of(final, 'USER')).toEqual(['10001:10001']);
  expect(of(final, 'COPY')).toEqual(['--from=build /out /app']);
  for (const word of ['ENTRYPOINT', 'CMD']) expect(of(final, word)[0]).toStartWith('[');
  expect(of(final, 'HEALTHCHECK')[0]).toContain('"doctor", "--health"');
  expect(of(final, 'STOPSIGNAL')).toEqual(['SIGTERM']);
  expect([...of(build, 'ADD'), ...of(final, 'ADD')]).toEqual([]);
  for (const [, name = ''] of of(final, 'ENV')
    .join(' ')
    .matchAll(/(\w+)=/g))
    expect(options.map(({ env }) => env)).toContain(name);
});

describe('what the Dockerfile makes', () => {
  // Beside the packages, so that they can be linked and not copied.
  const place = join(root, '.cache', `container-${process.pid}`);
  const copy = join(place, 'src');
  const out = mkdtempSync(join(tmpdir(), 'hubbub-image-'));
  const app = join(out, 'app');
  const data = join(out, 'data');
  afterAll(() => {
    rmSync(place, { recursive: true, force: true });
    rmSync(out, { recursive: true, force: true });
  });

  beforeAll(() => {
    mkdirSync(copy, { recursive: true });
    for (const name of letIn)
      cpSync(join(root, name), join(copy, name), {
        recursive: true,
        filter: (from) => !leftOut(from.slice(root.length)),
      });
    // Installing takes a minute and the network; here the packages that are installed stand in, by hard links.
    const links = ['cp', '-al', join(root, 'node_modules'), join(copy, 'node_modules')];
    expect(Bun.spawnSync(links).exitCode).toBe(0);
    const [run = ''] = of(build, 'RUN');
    const command = run.replace(' /out', ` ${app}`);
    expect(command).not.toBe(run);
    const node = Bun.which('node') ?? process.execPath;
    const made = Bun.spawnSync(['sh', '-c', command.replace(/^node /, `"${node}" `)], {
      cwd: copy,
      env: { PATH: process.env.PATH, HOME: out },
      stdout: 'pipe',
      stderr: 'pipe',
    });
    expect([made.exitCode, made.exitCode === 0 ? '' : made.stderr.toString()]).toEqual([0, '']);
  });

  test('it is small, and holds what runs and nothing else', () => {
    expect(readdirSync(app).toSorted()).toEqual(['LICENSE', 'bin', 'share']);
    const files = readdirSync(app, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    expect(files.length).toBeLessThan(20);
    const bytes = files.reduce(
      (sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size,
      0,
    );
    expect(bytes).toBeLessThan(160e6);
  });

  test('it runs as another user, as first process, writes to its data only, and drains on SIGTERM', async () => {
    const isRoot = process.getuid?.() === 0;
    const namespaces = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
    const can = isRoot && Bun.spawnSync([...namespaces, 'true'], { stderr: 'ignore' }).success;
    const setpriv = Bun.which('setpriv');
    if (!can || setpriv === null) return leaveOut('the container as another user and PID 1 (root)');
    chmodSync(out, 0o755);
    mkdirSync(data, { mode: 0o700 });
    chownSync(data, 10001, 10001);
    const port = 20_000 + (process.pid % 20_000);
    const asUser = [setpriv, '--reuid=10001', '--regid=10001', '--clear-groups', '--no-new-privs'];
    const env = {
      PATH: '/usr/bin:/bin',
      HUBBUB_HOST: '0.0.0.0',
      HUBBUB_DATA: data,
      HUBBUB_PROXIES: '10.0.0.0/8',
      PORT: String(port),
    };
    const entry = join(app, 'bin/hubbub');
    const run = () =>
      Bun.spawn([...namespaces, ...asUser, '--bounding-set=-all', entry, 'serve'], {
        cwd: data,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    const health = () =>
      Bun.spawnSync([...asUser, entry, 'doctor', '--health'], { cwd: data, env }).exitCode;
    expect(health()).toBe(1);
    let child = run();
    await until(() => health() === 0, { timeoutMs: 30_000, what: 'the health check' });
    const url = `http://localhost:${port}`;
    expect(await (await fetch(url)).text()).toContain('<title>');
    await signUp(url, 'alice');
    const stop = async () => {
      const inside = Bun.spawnSync(['pgrep', '-P', String(child.pid)])
        .stdout.toString()
        .trim();
      const status = readFileSync(`/proc/${inside}/status`, 'utf8');
      expect(status).toMatch(/^NSpid:\s+\d+\s+1$/m);
      expect(status).toMatch(/^Uid:\s+10001\s/m);
      process.kill(Number(inside), 'SIGTERM');
      expect(await child.exited).toBe(0);
    };
    await stop();
    // Again on the same data; what the folder of the program is like now, it was before.
    child = run();
    await until(() => health() === 0, { timeoutMs: 30_000, what: 'the health check' });
    expect(
      await signUp(url, 'alice').then(
        () => 'new',
        () => 'known',
      ),
    ).toBe('known');
    await stop();
    const others = readdirSync(data).filter((name) => !name.startsWith('hubbub.'));
    expect(others.toSorted()).toEqual(['operator.token']);
  });
});

interface Service {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly volumes?: readonly string[];
}

describe('compose.yaml', () => {
  const compose = Bun.YAML.parse(read('compose.yaml')) as {
    services: Readonly<Record<string, Service>>;
    networks: Readonly<Record<string, { internal?: boolean }>>;
    secrets: Readonly<Record<string, { file: string }>>;
  };
  const { hubbub, ...others } = compose.services;
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-compose-'));
  const script = join(root, 'deploy/compose/secrets.sh');
  const made = Bun.spawnSync(['sh', script], { cwd: folder, stderr: 'pipe' });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('its options exist, and prod lets them through with the secrets that the script makes', () => {
    expect([made.exitCode, made.stderr.toString()]).toEqual([0, '']);
    const names = options.flatMap((one) => [one.env, fileVariable(one)]);
    const given: Record<string, string> = { HUBBUB_HOST: '0.0.0.0' };
    for (const [name, value] of Object.entries(hubbub?.environment ?? {})) {
      expect(names).toContain(name);
      given[name] = value
        .replace('${HUBBUB_DOMAIN:-localhost}', 'chat.example.com')
        .replace('/run/secrets', join(folder, 'secrets'));
    }
    const modes = Object.values(compose.secrets).map(({ file }) => join(folder, file));
    for (const file of modes) chmodSync(file, 0o600);
    const { problems, config } = settle([], given);
    expect(problems).toEqual([]);
    expect(config.bus).toMatch(/^redis:\/\/:[\da-f]{48}@redis:6379$/);
    expect(config.database).toMatch(/^postgres:\/\/hubbub:[\da-f]{48}@postgres:5432\/hubbub$/);
  });

  test('the script keeps what is there, others out, and makes every secret that is named', () => {
    const before = readFileSync(join(folder, 'secrets/postgres'), 'utf8');
    Bun.spawnSync(['sh', script], { cwd: folder });
    expect(readFileSync(join(folder, 'secrets/postgres'), 'utf8')).toBe(before);
    expect(statSync(join(folder, 'secrets')).mode & 0o077).toBe(0);
    expect(readdirSync(join(folder, 'secrets')).toSorted()).toEqual(
      Object.values(compose.secrets)
        .map(({ file }) => file.replace('./secrets/', ''))
        .toSorted(),
    );
    expect(read('.gitignore')).toContain('/secrets/');
  });

  test('only the proxy has ports; databases are reached from inside only', () => {
    const open = Object.entries(compose.services).filter(([, { ports = [] }]) => ports.length > 0);
    expect(open.map(([name]) => name)).toEqual(['caddy']);
    for (const name of ['postgres', 'redis']) expect(others[name]?.networks).toEqual(['inside']);
    expect(compose.networks['inside']?.internal).toBe(true);
  });

  test('the server may write to its data only; images are pinned, files that are mounted exist', () => {
    expect(hubbub).toMatchObject({ read_only: true, cap_drop: ['ALL'], volumes: ['data:/data'] });
    for (const [name, { image = '', volumes = [] }] of Object.entries(others)) {
      expect([name, image]).toEqual([name, expect.stringMatching(/:\d/)]);
      for (const volume of volumes.filter((one) => one.startsWith('./')))
        expect([volume, existsSync(join(root, volume.split(':')[0] ?? ''))]).toEqual([
          volume,
          true,
        ]);
    }
    for (const { secrets = [] } of Object.values(compose.services))
      for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
  });
});
