// Every target of `npm run fuzz` with its corpus and a few hundred inputs; and a target that is broken, to see that it is found.
import fc from 'fast-check';
import { expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fuzz } from '../../fuzz/run.ts';
import { target, type Target } from '../../fuzz/target.ts';
import { targets } from '../../fuzz/targets.ts';

const few = { runs: 300, seed: 20_26 };

for (const one of targets)
  test(`${one.name}: ${one.what}`, async () => {
    expect(await fuzz(one, few)).toMatchObject({ runs: few.runs });
  });

test('each file of the corpus belongs to a target', () => {
  const files = readdirSync(join(import.meta.dir, '../../fuzz/corpus'));
  const names = targets.map(({ name }) => `${name}.json`);
  expect(files.filter((file) => !names.includes(file))).toEqual([]);
});

/** Bad for one input of many. */
function broken(what: (input: number) => void): Target {
  return target({ name: 'broken', what: 'a test', inputs: fc.nat(20), check: what });
}

const planted: Readonly<Record<string, (input: number) => void>> = {
  'throws what is in no table': (input) => {
    if (input === 20) throw new TypeError('undefined is not a function');
  },
  'takes too long': (input) => {
    const before = process.cpuUsage();
    while (input === 20 && process.cpuUsage(before).user < 80_000);
  },
  'changes a prototype': (input) => {
    if (input === 20) Object.assign(Object.prototype, { polluted: true });
  },
  'changes a prototype where no loop sees it': (input) => {
    if (input === 20)
      Object.defineProperty(Object.prototype, 'hidden', { value: 1, configurable: true });
  },
};

for (const [what, check] of Object.entries(planted))
  test(`what ${what} is found`, async () => {
    try {
      const found = await fuzz(broken(check), few).catch((error: unknown) => error);
      expect(found).toBeInstanceOf(Error);
    } finally {
      for (const name of ['polluted', 'hidden']) Reflect.deleteProperty(Object.prototype, name);
    }
  });
