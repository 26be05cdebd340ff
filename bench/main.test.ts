// The bench still runs and ends with the line that other programs read.
import { expect, test } from 'bun:test';
import { join } from 'node:path';

const main = join(import.meta.dir, 'main.ts');

test('the last line holds a row for each system and case', async () => {
  const args = ['fanout', '--json', '--seconds', '0.3', '--rounds', '1', '--systems', 'hubbub,bun'];
  const child = Bun.spawn([process.execPath, main, ...args], { stdout: 'pipe', stderr: 'pipe' });
  const output = await new Response(child.stdout).text();
  expect(await child.exited).toBe(0);
  const { bench, rows } = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as {
    bench: string;
    rows: { system: string; case: string; perCpuSecond: number }[];
  };
  expect(bench).toBe('fanout');
  expect(rows.map((row) => `${row.system} ${row.case}`).toSorted()).toEqual([
    'bun w1',
    'bun w16',
    'hubbub w1',
    'hubbub w16',
  ]);
  for (const row of rows) {
    expect(row.perCpuSecond).toBeGreaterThan(0);
    const own = row.system === 'hubbub' ? ['laterPercent'] : [];
    expect(Object.keys(row)).toEqual(['system', 'case', 'perCpuSecond', 'p50Ms', 'p99Ms', ...own]);
  }
  // Twice a look for damage is waited for, and twenty seconds for the index: forty-five in all where nothing else runs.
}, 120_000);

test('calls are measured at both doors, beside the bare server', async () => {
  const args = ['api', '--json', '--seconds', '0.2', '--rounds', '1'];
  const child = Bun.spawn([process.execPath, main, ...args], { stdout: 'pipe', stderr: 'pipe' });
  const output = await new Response(child.stdout).text();
  expect(await child.exited).toBe(0);
  const { rows } = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as {
    rows: { system: string; case: string; perCpuSecond: number }[];
  };
  expect(rows.map((row) => `${row.case} ${row.system}`)).toEqual(
    ['grpc get', 'grpc send', 'http get', 'http send'].flatMap((one) => [
      `${one} hubbub`,
      `${one} connect`,
    ]),
  );
  for (const row of rows) expect(row.perCpuSecond).toBeGreaterThan(0);
}, 60_000);

test('reading is compared on a small and a big database', async () => {
  const args = ['history', '--json', '--messages', '3000', '--rounds', '1'];
  const child = Bun.spawn([process.execPath, main, ...args], { stdout: 'pipe', stderr: 'pipe' });
  const output = await new Response(child.stdout).text();
  expect(await child.exited).toBe(0);
  const { rows } = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as {
    rows: { case: string; ratio: number }[];
  };
  expect(rows.length).toBe(9);
  for (const row of rows) expect(row.ratio).toBeGreaterThan(0);
}, 60_000);

test('an unknown bench is named, and those that there are', async () => {
  const child = Bun.spawn([process.execPath, main, 'fan'], { stdout: 'pipe', stderr: 'pipe' });
  expect(await new Response(child.stderr).text()).toContain(
    'there are: fanout, direct, idle, connect, slow, load, resume, neighbour, room, stalls, api, games, web, history, growth, guard',
  );
  expect(await child.exited).toBe(1);
});
