// The whole server under sessions that were recorded and then damaged; `npm run fuzz -- server` does the same for long.
import { expect, test } from 'bun:test';
import { fuzzServer } from '../../fuzz/server/whole-server.ts';

test('400 damaged sessions leave the same process, and nobody else feels them', async () => {
  const { outcomes, served } = await fuzzServer({ runs: 400, seed: 20_26 });
  const count = (prefix: string) =>
    Object.entries(outcomes).reduce((sum, [name, n]) => sum + (name.startsWith(prefix) ? n : 0), 0);
  // The damage is neither nothing nor all: some sessions get through, some end for what they said.
  expect(count('lived')).toBeGreaterThan(100);
  expect(count('closed 4504')).toBeGreaterThan(30);
  expect(count('closed 1002')).toBeGreaterThan(5);
  expect(served).toBeGreaterThan(3);
}, 60_000);
