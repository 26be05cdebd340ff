// What is left of an erased account: a scanner reads every file of the embedded database, or every row of PostgreSQL, and
// looks for what only that account had said of itself. What it said to others stays, by rule.
import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseId } from '@hubbub/protocol';
import { Authenticator } from '../../support/authenticator.ts';
import { openMailbox, type Mailbox } from '../../support/mailbox.ts';
import { uploadPicture } from '../../support/picture.ts';
import { createDatabase } from '../../support/postgres.ts';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { someSubscription } from '../../support/subscription.ts';
import { openTables } from '../../support/tables.ts';
import { until } from '../../support/until.ts';
import { good, post, textIn } from './http.ts';

setDefaultTimeout(60_000);

const mark = 'markedsecret';

describe.each(['SQLite', 'PostgreSQL'])('an erased account on %s', (engine) => {
  test('has no row and no byte left that names it; its neighbour has all of its own', async () => {
    const database =
      engine === 'SQLite' ? undefined : await createDatabase({ fsync: false, isMigrated: true });
    const mailbox = await openMailbox();
    const mail = { smtp: mailbox.url, mailFrom: 'Hubbub <hubbub@example.com>' };
    const server = await startServer({ ...mail, ...(database !== undefined && { database }) });
    try {
      const scan = scanner(database ?? server.data);
      const bob = await live(server, mailbox, `${mark}-bob`);
      const alice = await live(server, mailbox, `${mark}-alice`);
      await befriend(alice, bob);
      expect(await scan(`${mark}-alice`)).toBeGreaterThan(3);
      await alice.call('conversation.join', { conversation: bob.room });
      await alice.call('message.send', { conversation: bob.room, ...said('kept by rule') });
      const blobs = () => filesIn(join(server.data, 'media'));
      expect(blobs()).toHaveLength(6);
      await alice.call('account.delete', {});
      // What an upload and an export owe comes a day or two later, and finds nothing.
      const owed = async () =>
        (await tablesOf(database ?? server.data))['outbox']?.filter(
          ({ kind }) => kind !== 'media.sweep' && kind !== 'account.exportSweep',
        ).length;
      await until(async () => (await owed()) === 0, {
        what: 'the outbox to be done',
        timeoutMs: 30_000,
      });
      expect(await scan(`${mark}-alice`)).toBe(0);
      expect(await scan(`${mark}-bob`)).toBeGreaterThan(3);
      expect(await scan('kept by rule')).toBeGreaterThan(0);
      const rows = await tablesOf(database ?? server.data);
      const kept = Object.entries(rows)
        .filter(([, all]) => all.some((row) => Number(row['user']) === alice.number))
        .map(([table]) => table);
      // Tombstones, so that who was away learns of it; and the name's hash, so that nobody takes its place.
      expect(kept.toSorted()).toEqual(['held_name', 'member']);
      for (const [table, column] of Object.entries({
        moment: 'author',
        interaction: 'author',
        media: 'owner',
      }))
        expect(rows[table]?.map((row) => Number(row[column]))).not.toContain(alice.number);
      expect(blobs()).toHaveLength(3);
      const { contacts } = await bob.call('contact.list', {});
      expect(contacts).toEqual([]);
      // Friends who go at one moment do not wait for each other.
      const pair = [
        await live(server, mailbox, `${mark}-charlie`),
        await live(server, mailbox, `${mark}-dora`),
      ] as const;
      await befriend(...pair);
      await Promise.all(pair.map((one) => one.call('account.delete', {})));
      await until(async () => (await owed()) === 0, { what: 'both to be gone', timeoutMs: 30_000 });
      for (const one of pair) expect(await scan(one.name)).toBe(0);
      bob.socket.close();
    } finally {
      await server.stop();
      await mailbox.close();
    }
  });
});

/** Somebody who has left their name wherever one can. */
async function live(server: TestServer, mailbox: Mailbox, name: string) {
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
  const picture = await uploadPicture(server.url, token);
  await call('user.updateProfile', { about: `${name} about`, picture });
  await uploadPicture(server.url, token);
  const endpoint = `https://push.example.com/${name}`;
  await call('push.subscribe', { subscription: { ...someSubscription, endpoint } });
  const address = `${name}@example.com`;
  await call('email.set', { address });
  await until(() => mailbox.to(address).length > 0, { what: 'the code' });
  const code = /\d{8}/.exec(mailbox.to(address)[0]?.text ?? '')?.[0] ?? '';
  await call('email.verify', { code });
  await call('email.set', { address: `second-${address}` });
  await call('totp.create', {});
  const authenticator = new Authenticator(`http://localhost:${server.port}`);
  const { options } = await call('passkey.create', {});
  await call('passkey.add', { credential: authenticator.create(options), name: `${name} passkey` });
  await call('moment.post', { text: `${name} moment`, clientKey: `${name} moment key` });
  const made = { kind: 3, title: 'room', clientKey: `${name} client key` } as const;
  const room = (await call('conversation.create', made)).conversation?.id ?? '';
  const self = `cnv${user?.id.slice(3) ?? ''}`;
  await call('message.send', { conversation: self, ...said(`${name} note to self`) });
  await call('mark.set', { conversation: self, read: 1 });
  const number = parseId('usr', user?.id ?? '');
  await call('account.export', {});
  const isReady = async () => (await call('account.get', {})).account?.export?.readyAt;
  await until(isReady, { what: 'the export' });
  return { socket, call, room, number, id: user?.id ?? '', name };
}

type Somebody = Awaited<ReturnType<typeof live>>;

/** Alice asks, bob accepts; each says something of the other's moment. */
async function befriend(alice: Somebody, bob: Somebody): Promise<void> {
  await alice.call('contact.request', { user: bob.id, text: `${alice.name} asks` });
  await bob.call('contact.accept', { user: alice.id });
  await alice.call('contact.update', { user: bob.id, alias: `${alice.name} alias` });
  for (const [one, other] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    const { moments } = await one.call('moment.album', { user: other.id });
    const moment = moments[0]?.id ?? '';
    await one.call('moment.like', { moment, like: true });
    await one.call('moment.comment', { moment, text: `${one.name} comment` });
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
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
    filesIn(address)
      .map((path) => readFileSync(path).toString('latin1').split(text).length - 1)
      .reduce((sum, count) => sum + count, 0);
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
}
