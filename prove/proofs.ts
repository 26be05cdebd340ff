// All proofs by name: what strikes, what the devices do meanwhile, where it can run.
import type { Judged } from './verdict.ts';
import { underLoad, type Options } from './load.ts';
import { missingPostgres } from './postgres.ts';
import { cluster } from './proofs/cluster.ts';
import { crash } from './proofs/crash.ts';
import { drain } from './proofs/drain.ts';
import { backup } from './proofs/backup.ts';
import { bitrot } from './proofs/bitrot.ts';
import { clock } from './proofs/clock.ts';
import { diskfull } from './proofs/diskfull.ts';
import { freeze } from './proofs/freeze.ts';
import { fsyncfail } from './proofs/fsyncfail.ts';
import { herd } from './proofs/herd.ts';
import { latecommit } from './proofs/latecommit.ts';
import { missingNetwork } from './network.ts';
import { missingRedis } from './redis.ts';
import { loss } from './proofs/loss.ts';
import { partition } from './proofs/partition.ts';
import { takeover } from './proofs/takeover.ts';
import { powerloss } from './proofs/powerloss.ts';
import { retry } from './proofs/retry.ts';
import { missingForShims } from './shim.ts';
import { badnet } from './proofs/badnet.ts';
import { deadpeer } from './proofs/deadpeer.ts';
import { nothing } from './proofs/churn.ts';
import { handshake } from './proofs/handshake.ts';
import { missingForMemory } from './memory.ts';
import { bus } from './proofs/bus.ts';
import { migrate } from './proofs/migrate.ts';
import { memory } from './proofs/memory.ts';
import { stall } from './proofs/stall.ts';
import { slow } from './proofs/slow.ts';
import { storm } from './proofs/storm.ts';

export interface Proof {
  readonly name: string;
  /** The ids of docs/proofs.md that it shows. */
  readonly shows: readonly string[];
  /** On which database it runs where none is named; without it SQLite. */
  readonly database?: 'postgres';
  /** It runs in a network of its own, with a database of its own. */
  readonly isApart?: true;
  readonly run: (options: Options) => Promise<Judged>;
  /** What it wants and this machine has not; undefined where it can run. */
  readonly missing?: (
    database: string | undefined,
  ) => string | undefined | Promise<string | undefined>;
}

export const proofs: readonly Proof[] = [
  { name: 'crash', shows: ['D1'], run: underLoad('crash', { strike: crash }) },
  { name: 'retry', shows: ['D10'], run: retry },
  { name: 'drain', shows: ['D9'], run: underLoad('drain', { strike: drain }) },
  { name: 'powerloss', shows: ['D2'], run: powerloss, missing: missingForShims },
  { name: 'fsyncfail', shows: ['D3'], run: fsyncfail, missing: missingForShims },
  { name: 'diskfull', shows: ['D4'], run: diskfull, missing: missingForShims },
  { name: 'backup', shows: ['D6'], run: backup },
  { name: 'bitrot', shows: ['D5'], run: bitrot },
  { name: 'clock', shows: ['D7'], run: clock, missing: missingForShims },
  { name: 'freeze', shows: ['D8'], run: freeze },
  { name: 'stall', shows: ['D14'], run: stall, missing: missingForShims },
  { name: 'memory', shows: ['D13'], run: memory, missing: missingForMemory },
  { name: 'migrate', shows: ['D12'], run: migrate, missing: missingForShims },
  { name: 'badnet', shows: ['N1'], run: badnet },
  { name: 'loss', shows: ['N5'], isApart: true, run: loss, missing: missingNetwork },
  { name: 'deadpeer', shows: ['N2'], run: deadpeer },
  { name: 'handshake', shows: ['N4'], run: handshake },
  { name: 'slow', shows: ['N3'], run: slow },
  { name: 'storm', shows: ['L4'], run: storm },
  { name: 'churn', shows: ['S15'], run: underLoad('churn', { strike: nothing, churns: true }) },
  {
    name: 'latecommit',
    shows: ['D11'],
    database: 'postgres',
    run: latecommit,
    missing: missingForNodes,
  },
  { name: 'bus', shows: ['M3'], database: 'postgres', run: bus, missing: missingForNodes },
  {
    name: 'cluster',
    shows: ['M1', 'M2', 'M4', 'M5', 'M6'],
    database: 'postgres',
    run: cluster,
    missing: missingForNodes,
  },
  { name: 'herd', shows: ['M8'], database: 'postgres', run: herd, missing: missingForNodes },
  {
    name: 'takeover',
    shows: ['M6'],
    database: 'postgres',
    run: takeover,
    missing: missingForNodes,
  },
  {
    name: 'partition',
    shows: ['M2'],
    database: 'postgres',
    isApart: true,
    run: partition,
    missing: missingForPartition,
  },
];

function missingForPartition(database: string | undefined): string | undefined {
  const isOwn = database === undefined || database === 'postgres';
  if (!isOwn) return 'it has a network of its own, from which no other server is reached';
  return missingNetwork() ?? missingForNodes(undefined);
}

function missingForNodes(database: string | undefined): string | undefined {
  return missingRedis() ?? (database === undefined ? missingPostgres() : undefined);
}
