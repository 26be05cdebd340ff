// What the dearest operations cost at their limits; `npm run fuzz -- cost` asks it of all of them.
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { bounds, type Cost } from '../../fuzz/cost/cost.ts';
import { largest } from '../../fuzz/cost/largest.ts';
import { runs } from '../support/runs.ts';

const dear = [
  'sync.pull',
  'user.upsert',
  'message.send',
  'message.broadcast',
  'media.append',
] as const;

test('a message at its limit is held in at most ten times its bytes, and answered in 20 ms of CPU', async () => {
  const all = await costsOf(runs(dear, undefined));
  expect(new Set(all.map(({ op }) => op)).size).toBeGreaterThanOrEqual(dear.length);
  expect(Math.max(...all.map(({ wireBytes }) => wireBytes))).toBeGreaterThan(60_000);
  expect(all.filter(({ held, ms }) => held > bounds.held || ms > bounds.ms)).toEqual([]);
}, 60_000);

test('the largest are as large as the contract allows', () => {
  const [known] = largest('sync.pull').map(({ args }) => args['known']);
  expect(known).toHaveLength(500);
  const texts = largest('message.send').map(({ args }) => args['text']);
  expect(texts).toContain('x'.repeat(8000));
});

async function costsOf(ops: readonly string[] | undefined): Promise<readonly Cost[]> {
  const script = join(import.meta.dir, 'cost-process.ts');
  const told = ops === undefined ? [] : [JSON.stringify(ops)];
  const child = Bun.spawn([process.execPath, script, ...told], { stdout: 'pipe' });
  const said = await new Response(child.stdout).text();
  expect(await child.exited).toBe(0);
  return JSON.parse(said) as readonly Cost[];
}
