// The soak in its short form, and leaks that are planted into the server, each of which has to turn it red.
import { afterAll, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../prove/python.ts';
import { chart } from '../../prove/soak/chart.ts';
import { growsTooFast, growthOf, type SoakVerdict } from '../../prove/soak/outcome.ts';
import type { Sample } from '../../prove/soak/sample.ts';
import { leaveOut } from '../support/left-out.ts';

const main = join(import.meta.dir, '../../prove/soak/main.ts');
const python = await findPython();
// What a process has open is read from /proc.
const canRun = python !== undefined && process.platform === 'linux';
if (!canRun) leaveOut('the soak (no python3 to judge it, or no Linux)');

const folder = mkdtempSync(join(tmpdir(), 'hubbub-soak-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// In ten seconds a server is not warm: what one reader asks for shows.
const small = [
  '--rise-mb',
  '120',
  '--hours',
  '0.003',
  '--devices',
  '12',
  '--every',
  '1',
  '--stall-every',
  '1',
  '--json',
];
const limits = { slopeMb: 24, riseMb: 32 };

test.skipIf(!canRun)(
  'everything at once for ten seconds leaves nothing behind',
  async () => {
    const [kept, svg] = [join(folder, 'kept'), join(folder, 'soak.svg')];
    const { code, verdict, output } = await soak(
      '--seed',
      '7',
      '--keep',
      kept,
      '--out',
      svg,
      ...small,
    );
    expect({ code, output }).toMatchObject({ code: 0 });
    const found = { lost: 0, doubled: 0, reordered: 0, gaps: 0, leaked: 0, invented: 0, errors: 0 };
    expect(verdict).toMatchObject({ proof: 'soak', ok: true, seed: 7, devices: 12, ...found });
    for (const done of ['acked', 'connects', 'uploads', 'samples', 'refused'] as const)
      expect({ done, times: verdict[done] }).not.toEqual({ done, times: 0 });
    expect(verdict.handlesAfter).toBeLessThan(verdict.mostHandles);
    // Both devices of a user were heard, one of them in bytes.
    const log = readFileSync(join(kept, 'log.jsonl'), 'utf8');
    for (const device of ['1.0', '1.1']) expect(log).toContain(`"device":"${device}","event"`);
    expect(readFileSync(svg, 'utf8')).toContain('nothing found');

    const again = await soak('--render', kept, '--json');
    expect({ code: again.code, verdict: again.verdict }).toEqual({ code: 0, verdict });
  },
  90_000,
);

test.skipIf(!canRun)(
  'memory and handles that are never given back are found out',
  async () => {
    const plants = ['--plant', 'memory-leak', '--plant', 'handle-leak'];
    const { code, verdict, output } = await soak(
      '--seed',
      '8',
      ...plants,
      ...small,
      '--hours',
      '0.002',
    );
    expect({ code, ok: verdict.ok }).toEqual({ code: 1, ok: false });
    expect(output).toContain('"invariant":"memory"');
    expect(output).toContain('"invariant":"handles"');
    expect(verdict.handlesAfter).toBeGreaterThan(verdict.handlesBefore + 4);
    // The rest of the server is whole.
    expect(verdict).toMatchObject({ lost: 0, leaked: 0, errors: 0 });
  },
  90_000,
);

test('growth is judged after the warm-up, under load, and where it is sure', () => {
  const hours = 2;
  const of = (memoryMb: (t: number) => number) =>
    Array.from({ length: 1500 }, (_, i) => sample(i * 5, memoryMb(i * 5)));
  // It fills up at first, swings, and jumps when the load is over.
  const calm = of((t) => Math.min(t, 1500) / 10 + (t % 60) + (t > 7200 ? 500 : 0));
  expect(growsTooFast(growthOf(calm, hours), limits)).toBe(false);
  const leaks = of((t) => 100 + (t % 60) + t / 100);
  expect(growthOf(leaks, hours).slopeMbPerHour).toBeCloseTo(36, 0);
  expect(growsTooFast(growthOf(leaks, hours), limits)).toBe(true);
  // The same pace, for a minute.
  const short = Array.from({ length: 60 }, (_, i) => sample(i, 100 + i / 100));
  expect(growthOf(short, 60 / 3600).slopeMbPerHour).toBeCloseTo(36, 0);
  expect(growsTooFast(growthOf(short, 60 / 3600), limits)).toBe(false);
  expect(growsTooFast(growthOf([], hours), limits)).toBe(false);
});

test('a chart has its curves, and looks of its own in the dark', () => {
  const samples = Array.from({ length: 2000 }, (_, i) => sample(i * 5, 100 + i / 10));
  const counts = { acked: 12_345, connects: 1, lagMs: 1, bareLagMs: 1 };
  const verdict = { ...growthOf(samples, 2), ok: false, hours: 2, ...counts };
  const svg = chart(samples, verdict as SoakVerdict);
  expect(svg).toContain('12,345 messages');
  expect(svg.match(/<polyline/g)).toHaveLength(7);
  expect(svg).toContain('something found');
  expect(svg).toContain('prefers-color-scheme: dark');
  expect(svg).not.toContain('NaN');
  // However long it was.
  expect(svg.length).toBeLessThan(60_000);
});

test('what is no number or plant is said to be none', async () => {
  for (const [args, said] of [
    [['--hours', 'many'], '--hours is a number from 0'],
    [['--plant', 'weeds'], 'no plant "weeds"; there are: memory-leak, handle-leak'],
  ] as const) {
    const { exited, stderr } = Bun.spawn([process.execPath, main, ...args], { stderr: 'pipe' });
    expect(await new Response(stderr).text()).toContain(said);
    expect(await exited).toBe(2);
  }
});

function sample(t: number, memoryMb: number): Sample {
  const none = { heapMb: 0, handles: 0, threads: 0, cpuSeconds: 0, lagMs: 0, bareLagMs: 0 };
  const idle = { sockets: 0, slowSockets: 0, queuedBytes: 0, inFlight: 0, writesQueued: 0 };
  return { ...none, ...idle, t, memoryMb, outbox: 0, slowCloses: 0, errors: 0, acked: 0 };
}

async function soak(...args: readonly string[]) {
  const child = Bun.spawn([process.execPath, main, ...args], { stdout: 'pipe', stderr: 'inherit' });
  const output = await new Response(child.stdout).text();
  const verdict = JSON.parse(output.trim().split('\n').at(-1) ?? '') as SoakVerdict;
  return { code: await child.exited, verdict, output };
}
