// kill -9 during load: nothing acknowledged is lost, doubled or reordered, there is no gap, and every device ends with the
// same log. The short form runs always; HUBBUB_FULL=1 runs twenty kills with 200 devices.
import { afterEach, expect, test } from 'bun:test';
import { join } from 'node:path';
import { check } from '../support/checker.ts';
import { createDatabase } from '../support/postgres.ts';
import { crash, type Scale } from './crowd.ts';

const full = process.env['HUBBUB_FULL'] === '1';
const scales: Record<'SQLite' | 'PostgreSQL', Scale> = {
  SQLite: full
    ? { devices: 200, kills: 20, perLife: 3000 }
    : { devices: 40, kills: 5, perLife: 400 },
  PostgreSQL: full
    ? { devices: 200, kills: 20, perLife: 1500 }
    : { devices: 40, kills: 2, perLife: 200 },
};

for (const [engine, scale] of Object.entries(scales))
  test(
    `${scale.kills} kills with ${scale.devices} devices lose nothing on ${engine}`,
    async () => {
      const database =
        engine === 'SQLite' ? {} : { database: await createDatabase({ isMigrated: true }) };
      const { history, faults, ...counts } = await crash({ ...scale, ...database });
      expect(faults).toEqual([]);
      expect(check(history)).toEqual([]);
      // The kills did hit something: messages were on their way.
      expect(counts.unknown).toBeGreaterThan(0);
      expect(counts.acknowledged).toBeGreaterThan((scale.kills * scale.perLife) / 2);
      expect(counts.moves).toBeGreaterThan(scale.kills);
      expect(counts.marks).toBeGreaterThan(scale.devices / 4);
      console.log(`${engine}: ${JSON.stringify(counts)}, ${history.stored.length} stored`);
    },
    full ? 600_000 : 60_000,
  );

afterEach(() => void delete process.env['BUN_OPTIONS']);

test('the same judge finds what is lost when the server answers before the commit', async () => {
  process.env['BUN_OPTIONS'] =
    `--preload=${join(import.meta.dir, '../../prove/plants/ack-before-commit.ts')}`;
  const lost = 'acknowledged is stored';
  const broken = new Set<string>();
  // A kill may come just when all is committed: then there is nothing to be found.
  for (let tries = 0; tries < 4 && !broken.has(lost); tries += 1) {
    const { history } = await crash({ devices: 20, kills: 1, perLife: 100 });
    for (const { invariant } of check(history)) broken.add(invariant);
  }
  expect([...broken]).toContain(lost);
}, 60_000);
