// Proofs of several nodes in their short form. The faults that turn them red need more rounds: npm run prove -- plants.
import { expect, test } from 'bun:test';
import { missingNetwork } from '../../prove/network.ts';
import { missingPostgres } from '../../prove/postgres.ts';
import { findPython } from '../../prove/python.ts';
import { missingRedis } from '../../prove/redis.ts';
import { leaveOut } from '../support/left-out.ts';
import { startPostgres } from '../support/postgres.ts';
import { prove } from './run.ts';

const python = await findPython();
const judge = python === undefined ? 'no python3 to judge them' : undefined;
const missing = judge ?? missingRedis() ?? missingPostgres();
if (missing !== undefined) leaveOut(`proofs of several nodes (${missing})`);

const alone = missing ?? missingNetwork();
if (alone !== undefined) leaveOut(`the proof of partitions (${alone})`);

const small = '--devices 8 --round-ms 600 --pace-ms 50 --seed 7 --json'.split(' ');
const it = test.skipIf(missing !== undefined);

async function onServer(name: string, ...args: readonly string[]) {
  const { url } = await startPostgres({ fsync: false });
  return await prove(name, '--database', url, ...small, ...args);
}

it('nodes that are killed and cut off lose, double and reorder nothing', async () => {
  const { code, verdict, output } = await onServer('cluster', '--rounds', '3');
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(verdict).toMatchObject({ proof: 'cluster', ok: true, rounds: 3 });
}, 180_000);

it('nodes that are killed all at once lose nothing, and everybody comes back', async () => {
  const { code, verdict, output } = await onServer('herd', '--rounds', '1', '--untimed');
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(verdict).toMatchObject({ proof: 'herd', ok: true, rounds: 1 });
}, 180_000);

it('what is committed late is missed by nobody', async () => {
  const { code, verdict, output } = await onServer('latecommit', '--rounds', '1');
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(verdict).toMatchObject({ proof: 'latecommit', ok: true, rounds: 1 });
}, 180_000);

it('a bus that loses, doubles and turns round costs nothing', async () => {
  const { code, verdict, output } = await onServer('bus', '--rounds', '1', '--untimed');
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(verdict).toMatchObject({ proof: 'bus', ok: true, rounds: 1 });
}, 180_000);

test.skipIf(alone !== undefined)(
  'nodes whose packets are dropped acknowledge nothing that is not stored',
  async () => {
    const { code, verdict, output } = await prove('partition', '--rounds', '2', ...small);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(verdict).toMatchObject({ proof: 'partition', ok: true, rounds: 2 });
  },
  180_000,
);
