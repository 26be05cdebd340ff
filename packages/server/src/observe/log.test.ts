// The log: what a line may hold, how it is written, and what happens when it cannot be.
import { afterEach, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '../ports/clock.ts';
import { Incidents } from './incidents.ts';
import { createLog, type Log } from './log.ts';

const folder = mkdtempSync(join(tmpdir(), 'hubbub-log-'));
const file = join(folder, 'hubbub.log');
let log: Log;
const open = (more: Partial<Parameters<typeof createLog>[0]> = {}) =>
  (log = createLog({ level: 'info', file, mostBytes: 10_000_000, files: 3, ...more }));
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true, force: true });
});

type Line = Record<string, unknown> & { readonly msg: string };

function lines(path = file): Line[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

function again(level: Partial<Parameters<typeof createLog>[0]> = {}): void {
  rmSync(folder, { recursive: true, force: true });
  Bun.spawnSync(['mkdir', '-p', folder]);
  open(level);
}

test('fields that are not known are withheld, whatever they are called and however deep', () => {
  again();
  const secret = 'hunter2hunter2';
  log.error({ op: 'message.send', text: secret, password: secret, x: { y: secret } }, 'told');
  log.error({ user: `usr_1\n${secret}`, app: { secret }, ms: secret }, 'told');
  const [first, second] = lines();
  expect(first).toMatchObject({ op: 'message.send', withheld: ['text', 'password', 'x'] });
  expect(second).toMatchObject({ user: '[withheld]', app: '[withheld]', ms: '[withheld]' });
  expect(readFileSync(file, 'utf8')).not.toContain(secret);
});

test('of an error its kind and where it broke, not what it was given', () => {
  again();
  const secret = 'hunter2hunter2';
  const broken = Object.assign(new Error(`invalid input "${secret}" (${secret})\n at ${secret}`), {
    code: '22P02',
    detail: `Failing row contains (${secret}).`,
    cause: new TypeError(`Key '${secret}'`),
  });
  log.error({ err: broken }, 'told');
  try {
    JSON.parse(`{"a": ${secret}}`);
  } catch (err) {
    log.error({ err }, 'told');
  }
  log.error({ err: secret }, 'told');
  const [line] = lines();
  expect(line?.['err']).toMatchObject({
    type: 'Error',
    code: '22P02',
    cause: { type: 'TypeError' },
  });
  expect(JSON.stringify(line)).toContain('log.test.ts');
  expect(readFileSync(file, 'utf8')).not.toContain(secret);
});

test('a line is a line, and no terminal obeys it', () => {
  again();
  const evil = 'a\nb\r\u001b[2Jc\u009b31md\u2028e\u202ef\u007f';
  log.error({}, evil);
  log.error({ err: new Error(evil) }, 'told');
  const text = readFileSync(file, 'utf8');
  expect(text.split('\n')).toHaveLength(3);
  // oxlint-disable-next-line no-control-regex
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
  expect(lines()[0]?.msg).toBe(evil);
});

test('rotation: so many files of such a size, and no line is lost or torn on the way', () => {
  again({ mostBytes: 4096, files: 3 });
  for (let i = 0; i < 90; i += 1) log.error({}, `line ${i} ${'x'.repeat(100)}`);
  const names = readdirSync(folder).toSorted();
  expect(names).toEqual(['hubbub.log', 'hubbub.log.1', 'hubbub.log.2']);
  const kept = ['hubbub.log.2', 'hubbub.log.1', 'hubbub.log'].flatMap((name) => {
    expect(Bun.file(join(folder, name)).size).toBeLessThanOrEqual(4096);
    return lines(join(folder, name)).map(({ msg }) => Number(msg.split(' ')[1]));
  });
  expect(kept.length).toBeGreaterThan(30);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => 90 - kept.length + i));
});

test('a file that another program moved is opened anew', () => {
  again();
  log.error({}, 'before');
  renameSync(file, `${file}.moved`);
  log.reopen();
  log.error({}, 'after');
  expect([lines(`${file}.moved`), lines()].map(([line]) => line?.msg)).toEqual(['before', 'after']);
});

test('lines are gathered, errors are written at once, and nothing is lost at the end', () => {
  again();
  log.info({}, 'one');
  expect(lines()).toEqual([]);
  log.error({}, 'two');
  expect(lines().map(({ msg }) => msg)).toEqual(['one', 'two']);
  log.info({}, 'three');
  log.close();
  expect(lines().map(({ msg }) => msg)).toEqual(['one', 'two', 'three']);
  open();
});

for (const [how, end] of [
  ['exits', 'process.exit(3)'],
  ['throws', 'throw new Error("x")'],
] as const)
  test(`a process that ${how} has written its last lines`, () => {
    again();
    const program = `
      import { createLog } from '${join(import.meta.dir, 'log.ts')}';
      const log = createLog({ level: 'info', file: '${file}', mostBytes: 1e6, files: 2 });
      for (let i = 0; i < 100; i += 1) log.info({}, 'line ' + i);
      ${end};`;
    const { exitCode } = Bun.spawnSync([process.execPath, '-e', program], { stderr: 'ignore' });
    expect(exitCode).not.toBe(0);
    expect(lines().at(-1)?.msg).toBe('line 99');
  });

test.if(existsSync('/dev/full'))('a full disk loses lines, which is told, and nothing else', () => {
  again({ file: '/dev/full' });
  for (let i = 0; i < 3000; i += 1) log.error({}, 'x'.repeat(500));
  expect(log.lost).toBeGreaterThan(500);
});

test('the same failure keeps its incident, and is told once a minute with a count', () => {
  again();
  let minute = () => {};
  const clock: Clock = {
    ...systemClock,
    every(_ms, task) {
      minute = task;
      return () => undefined;
    },
  };
  const incidents = new Incidents(log, clock);
  const fail = (text: string) => new Error(text);
  const ids = Array.from({ length: 1000 }, (_, i) =>
    incidents.note({ op: 'message.send', err: fail(`text ${i}`) }),
  );
  const other = incidents.note({ op: 'message.send', err: new TypeError('x') });
  expect([new Set(ids).size, ids.includes(other)]).toEqual([1, false]);
  expect(lines()).toHaveLength(2);
  minute();
  expect(lines()).toHaveLength(3);
  expect(lines()[2]).toMatchObject({ incident: ids[0], repeats: 999 });
  minute();
  expect(lines()).toHaveLength(3);
  expect(incidents.note({ op: 'message.send', err: fail('again') })).not.toBe(ids[0] ?? '');
  incidents.close();
});
