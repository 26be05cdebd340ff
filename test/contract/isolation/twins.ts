// A database in which every row exists twice: once in the app "main", and with the very same ids in the app "shop", where
// only what people wrote is different. And beside it one that never had a second app, which tells what is right.
import { cpSync } from 'node:fs';
import { Client } from 'pg';
import { hashToken } from '../../../packages/server/src/features/account/tokens.ts';
import {
  checked,
  withSum,
  type SummedRow,
} from '../../../packages/server/src/store/message-sum.ts';
import type { engines } from '../store/engines.ts';
import { createDatabase } from '../../support/postgres.ts';
import { openTables, type Row, type Value } from '../../support/tables.ts';
import { people, seed, type Cast } from './seed.ts';

/** The mark of everything that was written in an app; of equal length, so that encoded texts stay whole. */
export const marks = { main: 'main-secret', shop: 'shop-secret' } as const;
export type App = keyof typeof marks;
export const numbers = { main: 1, shop: 2 } as const;

export interface Twins {
  readonly cast: Cast;
  /** Addresses for `openStore`. */
  readonly alone: string;
  readonly both: string;
  remove(): Promise<void>;
}

export async function makeTwins({ name, create }: (typeof engines)[number]): Promise<Twins> {
  const [alone, both] = [await create(), await create()];
  const store = await alone.open();
  const cast = await seed(store);
  await store.close();
  if (name === 'sqlite') cpSync(alone.address, both.address, { recursive: true });
  const address = name === 'sqlite' ? both.address : await copyOf(alone.address);
  await clone(address, cast.passwordHashes);
  return {
    cast,
    alone: alone.address,
    both: address,
    remove: async () => void (await Promise.all([alone.remove(), both.remove()])),
  };
}

async function copyOf(template: string): Promise<string> {
  const target = new URL(await createDatabase());
  const [name, from] = [target.pathname.slice(1), new URL(template).pathname.slice(1)];
  const client = new Client({ connectionString: target.href.replace(name, 'postgres') });
  await client.connect();
  await client.query(`drop database ${name}`);
  await client.query(`create database ${name} template ${from}`);
  await client.end();
  return target.href;
}

async function clone(address: string, hashes: Cast['passwordHashes']): Promise<void> {
  const tables = await openTables(address);
  const replacements = new Map<string, string>([[hashes.main, hashes.shop]]);
  for (const name of [...people, 'phone', 'ticket'])
    replacements.set(hashToken(`${marks.main} ${name}`), hashToken(`${marks.shop} ${name}`));
  for (const [table, rows] of Object.entries(await tables.rows(numbers.main)))
    for (const row of rows) await tables.insert(table, twinOf(table, { row, replacements }));
  await tables.close();
}

function twinOf(
  table: string,
  { row, replacements }: { row: Row; replacements: ReadonlyMap<string, string> },
): Row {
  if (table === 'app') return { ...row, id: numbers.shop, name: 'shop' };
  const copy = Object.entries(row).map(([column, value]): [string, Value] => {
    if (column === 'app') return [column, numbers.shop];
    // Given by the database; it names the row and is shown to nobody.
    if (table === 'event_log' && column === 'id') return [column, Number(value) + 100_000];
    // The only keys that span apps: they are random, and so they differ.
    if (table === 'outbox' && column === 'id') return [column, Number(value) + 1];
    if (typeof value === 'string')
      return [column, replacements.get(value) ?? value.replaceAll(marks.main, marks.shop)];
    if (value instanceof Uint8Array) {
      const text = Buffer.from(value).toString('latin1').replaceAll(marks.main, marks.shop);
      return [column, Buffer.from(text, 'latin1')];
    }
    return [column, value];
  });
  const twin = Object.fromEntries(copy);
  return table === 'message' ? summed(twin, row) : twin;
}

/** What was written otherwise has another sum. */
function summed(twin: Row, row: Row): Row {
  const [was, is] = [row, twin].map((one) => ({
    conversation: Number(one['conversation']),
    seq: Number(one['seq']),
    sender: Number(one['sender']),
    client_msg_id: String(one['client_msg_id']),
    recalled: Number(one['recalled']),
  })) as [SummedRow, SummedRow];
  const body = checked(row['content'] as Uint8Array, was);
  return {
    ...twin,
    content: withSum((twin['content'] as Uint8Array).subarray(0, body.length), is),
  };
}

export function otherOf(app: App): App {
  return app === 'main' ? 'shop' : 'main';
}
