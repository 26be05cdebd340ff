// What is left of an erased account: a scanner reads every file of the embedded database, or every row of PostgreSQL, and
// looks for what only that account had said of itself. What it said to others stays, by rule.
import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseId } from '@hubbub/protocol';
import { createDatabase } from '../../support/postgres.ts';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { openTables } from '../../support/tables.ts';
import { until } from '../../support/until.ts';
import { good, post, textIn } from './http.ts';

setDefaultTimeout(60_000);

const mark = 'markedsecret';

describe.each(['SQLite', 'PostgreSQL'])('an erased account on %s', (engine) => {
  test('has no row and no byte left that names it; its neighbour has all of its own', async () => {
    const database = engine === 'SQLite' ? undefined : await createDatabase({ fsync: false });
    const server = await startServer(database === undefined ? {} : { database });
    try {
      const scan = scanner(database ?? server.data);
      const bob = await live(server, `${mark}-bob`);
      const alice = await live(server, `${mark}-alice`);
      expect(await scan(`${mark}-alice`)).toBeGreaterThan(3);
      await alice.call('conversation.join', { conversation: bob.room });
      await alice.call('message.send', { conversation: bob.room, ...said('kept by rule') });
      await alice.call('account.delete', {});
      const owed = async () => (await tablesOf(database ?? server.data))['outbox']?.length;
      await until(async () => (await owed()) === 0, { what: 'the outbox to be done' });
      expect(await scan(`${mark}-alice`)).toBe(0);
      expect(await scan(`${mark}-bob`)).toBeGreaterThan(3);
      expect(await scan('kept by rule')).toBeGreaterThan(0);
      const rows = await tablesOf(database ?? server.data);
      const kept = Object.entries(rows)
        .filter(([, all]) => all.some((row) => Number(row['user']) === alice.number))
        .map(([table]) => table);
      // Tombstones, so that who was away learns of it; and the name's hash, so that nobody takes its place.
      expect(kept.toSorted()).toEqual(['held_name', 'member']);
      bob.socket.close();
    } finally {
      await server.stop();
    }
  });
});

/** Somebody who has left their name wherever one can. */
async function live(server: TestServer, name: string) {
  const device = { key: `${name} key`, name: `${name} device` };
  const { body } = await post(`${server.url}/hubbub.v1.AccountService/SignUp`, {
    username: name,
    displayName: `${name} display`,
    password: good,
    device,
  });
  const token = textIn(body, 'token');
  const { body: ticket } = await post(
    `${server.url}/hubbub.v1.SessionService/Ticket`,
    {},
    { authorization: `Bearer ${token}` },
  );
  expect(textIn(ticket, 'ticket')).not.toBe('');
  const socket = await openSocket(server.socketUrl);
  const { user } = await socket.call('session.open', { token });
  const call = socket.call.bind(socket);
  await call('user.updateProfile', { about: `${name} about` });
  const made = { kind: 3, title: 'room', clientKey: `${name} client key` } as const;
  const room = (await call('conversation.create', made)).conversation?.id ?? '';
  const self = `cnv${user?.id.slice(3) ?? ''}`;
  await call('message.send', { conversation: self, ...said(`${name} note to self`) });
  await call('mark.set', { conversation: self, read: 1 });
  const number = parseId('usr', user?.id ?? '');
  return { socket, call, room, number };
}

function said(text: string) {
  return { clientMsgId: crypto.randomUUID(), content: { case: 'text', value: text } } as const;
}

async function tablesOf(address: string) {
  const tables = await openTables(address);
  try {
    return await tables.rows(1);
  } finally {
    await tables.close();
  }
}

/** @returns how often a text stands in the store */
function scanner(address: string): (text: string) => Promise<number> {
  if (address.startsWith('postgres'))
    return async (text) => {
      const all = Object.values(await tablesOf(address)).flat();
      const values = all.flatMap((row) => Object.values(row));
      return values.filter((value) => textOf(value).includes(text)).length;
    };
  return async (text) =>
    readdirSync(address)
      .map((name) => readFileSync(join(address, name)).toString('latin1').split(text).length - 1)
      .reduce((sum, count) => sum + count, 0);
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
}
