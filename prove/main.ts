// npm run prove -- NAME [--rounds N] [--seed S] [--devices N] [--database postgres | postgres://…] [--json] [--plant NAME]
// [--keep FOLDER]: docs/proofs.md says what it shows. Exit code 0: nothing was found; 1: something was; 2: nothing was proven.
// npm run prove -- plants [NAME …]: whether each planted fault is found.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from './database.ts';
import { findPlants } from './find-plants.ts';
import { named } from './named.ts';
import { againInOwnNetwork, isInOwnNetwork } from './network.ts';
import { fileOf, plants } from './plants.ts';
import { proofs } from './proofs.ts';
import type { Judged } from './verdict.ts';

const shown = 20;

try {
  const [name, ...rest] = process.argv.slice(2);
  process.exitCode = name === 'plants' ? await findPlants(rest) : await prove();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function prove(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      devices: { type: 'string', default: '60' },
      'round-ms': { type: 'string', default: '5000' },
      'pace-ms': { type: 'string', default: '0' },
      'rest-ms': { type: 'string', default: '30000' },
      peers: { type: 'string', default: '100' },
      untimed: { type: 'boolean', default: false },
      database: { type: 'string' },
      json: { type: 'boolean', default: false },
      plant: { type: 'string', multiple: true, default: [] },
      keep: { type: 'string' },
    },
  });
  const { json, keep } = values;
  const proof = named('proof', proofs, positionals[0]);
  const options = {
    rounds: count(values, 'rounds', 0),
    seed: count(values, 'seed', 0),
    devices: count(values, 'devices', 2),
    roundMs: count(values, 'round-ms', 1),
    paceMs: count(values, 'pace-ms', 0),
    restMs: count(values, 'rest-ms', 1),
    peers: count(values, 'peers', 1),
    isTimed: !values.untimed,
    plants: values.plant.map((name) => fileOf(named('plant', plants, name))),
  };
  const missing = await proof.missing?.(values.database);
  if (missing !== undefined) throw new Error(`${proof.name} cannot run here: ${missing}`);
  if (proof.isApart && !isInOwnNetwork) return await againInOwnNetwork();
  if (!json) console.log(`${proof.name}, seed ${options.seed}, ${options.rounds} rounds`);
  const database = await openDatabase(values.database ?? proof.database);
  const folder = keep ? resolve(keep) : mkdtempSync(join(tmpdir(), 'hubbub-prove-'));
  try {
    const judged = await proof.run({
      folder,
      database: database?.url,
      postgres: database?.server,
      ...options,
    });
    return report(judged, json);
  } finally {
    await database?.close();
    if (keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function report({ verdict, violations }: Judged, json: boolean): number {
  for (const violation of violations.slice(0, shown)) console.log(violation);
  if (violations.length > shown) console.log(`… and ${violations.length - shown} more`);
  if (json) console.log(JSON.stringify(verdict));
  else console.table(verdict);
  // Where nobody was answered nothing can have been lost.
  if (verdict.acked === 0) throw new Error('nothing was acknowledged, so nothing was proven');
  return verdict.ok ? 0 : 1;
}

function count<N extends string>(values: Record<N, string>, name: N, least: number): number {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`--${name} is a number from ${least}`);
  return number;
}
