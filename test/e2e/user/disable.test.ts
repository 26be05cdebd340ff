// A user who may not come in: out within a second over every way it was in, and refused with one word from then on.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { SignJWT } from 'jose';
import { closes } from '@hubbub/protocol';
import { createDatabase } from '../../support/postgres.ts';
import { client, keyOf, operatorOf, usersOf, type Client } from '../../support/backend.ts';
import { allDoors, openSocket, startServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { refused } from '../stories.ts';

setDefaultTimeout(60_000);

const secret = 'what the business signs its tokens with';

function businessToken(sub: string): Promise<string> {
  const claims = { aud: 'shop', sub, exp: Math.floor(Date.now() / 1000) + 60 };
  const made = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k' });
  return made.sign(Buffer.from(secret));
}

async function socketOf({ socketUrl }: TestServer, token: string) {
  const socket = await openSocket(socketUrl);
  await socket.call('session.open', { token });
  return socket;
}

for (const engine of ['SQLite', 'PostgreSQL'])
  describe(engine, () => {
    let server: TestServer;
    let operator: Client;
    let backend: Client;
    let key: string;
    beforeAll(async () => {
      const database =
        engine === 'SQLite' ? '' : await createDatabase({ fsync: false, isMigrated: true });
      server = await startServer({ ...allDoors, database });
      operator = operatorOf(server);
      await operator('app.create', { name: 'shop' });
      const addTokenKeys = [{ id: 'k', algorithm: 'HS256', key: secret }];
      await operator('app.update', { name: 'shop', addTokenKeys, eventLog: { enabled: true } });
      key = await keyOf(operator, 'shop');
      backend = client(server.url, { token: key });
    }, 90_000);
    afterAll(async () => await server?.stop());

    const disabled = { app: 'shop', reason: 'stolen' };
    const mint = async (user: string) =>
      (await backend('account.mintToken', { user }))['token'] as string;

    test('for a time: it ends by itself, unless something else was decided meanwhile', async () => {
      const [ann = '', bob = ''] = await usersOf(backend, 'ann for a time', 'bob for a time');
      const before = await mint(ann);
      const short = { ...disabled, seconds: 1 };
      const { user } = await operator('user.disable', { ...short, user: ann });
      expect(user['disabledUntil']).toBeDefined();
      await operator('user.disable', { ...short, user: bob });
      // For ever, after all.
      await operator('user.disable', { ...disabled, user: bob });
      expect(await refused(mint(ann))).toBe('DISABLED');
      const isIn = async () => {
        const { users } = await operator('user.list', { app: 'shop', disabled: true });
        return !(users as { user: { id: string } }[]).some((one) => one.user.id === ann);
      };
      await until(isIn, { what: 'the end of the ban' });
      const ask = { users: [bob] };
      expect(await refused(client(server.url, { token: before })('user.get', ask))).toBe('TOKEN');
      await client(server.url, { token: await mint(ann) })('user.get', ask);
      expect(await refused(mint(bob))).toBe('DISABLED');
    });

    test('is out of every way it was in, and nobody else is', async () => {
      const [ann = '', bob = ''] = await usersOf(backend, 'ann', 'bob');
      const phone = await mint(ann);
      const sockets = [
        await socketOf(server, phone),
        await socketOf(server, await mint(ann)),
        await socketOf(server, await businessToken('ann')),
      ];
      const others = await socketOf(server, await mint(bob));
      const { ticket } = await client(server.url, { token: phone })('session.ticket');
      const direct = await client(server.url, { token: phone })('conversation.direct', {
        user: bob,
      });
      const { id: conversation } = direct['conversation'] as { id: string };
      const said = { conversation, clientMsgId: 'a', text: 'I was here' };
      await client(server.url, { token: phone })('message.send', said);

      const start = performance.now();
      const { user } = await operator('user.disable', { ...disabled, user: ann });
      expect(user).toMatchObject({ user: { id: ann }, disabledReason: 'stolen' });
      for (const socket of sockets) expect(await socket.closed).toBe(closes.DISABLED.code);
      expect(performance.now() - start).toBeLessThan(1000);

      const asAnn = client(server.url, { token: phone });
      const acting = client(server.url, { token: key, user: ann });
      const signed = client(server.url, { token: await businessToken('ann') });
      for (const call of [asAnn, acting, signed])
        expect(await refused(call('conversation.list'))).toBe('DISABLED');
      expect(await refused(backend('account.mintToken', { user: ann }))).toBe('DISABLED');
      for (const token of [phone, await businessToken('ann')]) {
        const late = await openSocket(server.socketUrl);
        expect(await refused(late.call('session.open', { token }))).toBe('DISABLED');
        expect(await late.closed).toBe(closes.DISABLED.code);
      }
      const late = await openSocket(server.socketUrl);
      expect(await refused(late.call('session.open', { ticket: ticket as string }))).toBe('TOKEN');

      // What it said stays, and nobody else was told or closed.
      const history = await others.call('message.history', { conversation });
      expect(history.messages).toHaveLength(1);
      const { users } = await others.call('user.get', { users: [ann] });
      expect(users[0]).toMatchObject({ id: ann, displayName: 'ann', deleted: false });

      await operator('user.enable', { app: 'shop', user: ann });
      expect(await refused(asAnn('conversation.list'))).toBe('TOKEN');
      expect(await signed('conversation.list')).toBeObject();
      (await socketOf(server, await mint(ann))).close();
      others.close();
    });

    test('a password is good for nothing, and a wrong one learns nothing', async () => {
      const password = 'correct horse battery staple';
      const made = await operator('user.create', { username: 'cleo', password });
      const { id } = made['user'].user as { id: string };
      await operator('user.disable', { user: id });
      const anyone = client(server.url);
      const logIn = (text: string) =>
        refused(anyone('account.logIn', { username: 'cleo', password: text }));
      expect(await logIn(password)).toBe('DISABLED');
      expect(await logIn('another long phrase')).toBe('CREDENTIALS');
      expect(await refused(operator('user.create', { username: 'Cleo' }))).toBe('TAKEN');
      await operator('user.enable', { user: id });
      const { token } = await anyone('account.logIn', { username: 'cleo', password });
      const { code } = await operator('user.reset', { user: id });
      expect(await refused(client(server.url, { token: token as string })('device.list'))).toBe(
        'TOKEN',
      );
      expect(await logIn(password)).toBe('CREDENTIALS');
      const next = 'a phrase that nobody knows';
      await anyone('account.reset', { code, password: next });
      expect(await anyone('account.logIn', { username: 'cleo', password: next })).toHaveProperty(
        'token',
      );
      expect(await refused(anyone('account.reset', { code, password: next }))).toBe('CODE_WRONG');
    });

    test('a system account sends nothing more', async () => {
      const users = [{ externalId: 'robot', system: true }];
      const { outcomes } = await backend('user.upsert', { users });
      const sender = outcomes[0].user.id as string;
      const [dora = ''] = await usersOf(backend, 'dora');
      await backend('user.disable', { user: sender });
      const said = { sender, users: [dora], clientKey: 'k', text: 'hello' };
      expect(await refused(backend('message.broadcast', said))).toBe('DISABLED');
    });

    test('a key looks after its own app alone, and what was done stands in the record', async () => {
      const { user } = await operator('user.create', { username: 'emil' });
      const emil = user.user.id as string;
      expect(await refused(backend('user.disable', { user: emil }))).toBe('UNKNOWN');
      expect(await refused(backend('user.disable', { app: 'main', user: emil }))).toBe('APP');
      const [fay = ''] = await usersOf(backend, 'fay');
      await backend('user.disable', { user: fay, reason: 'spam' });
      await operator('user.enable', { app: 'shop', user: fay });
      const { entries } = await operator('audit.list', { target: fay });
      expect(entries).toMatchObject([
        { actor: 'operator', action: 'user.enable', app: 'shop' },
        {
          actor: expect.stringMatching(/^key_/),
          action: 'user.disable',
          details: '{"reason":"spam"}',
        },
      ]);
      const { entries: none } = await operator('audit.list', {
        target: emil,
        action: 'user.disable',
      });
      expect(none ?? []).toEqual([]);
      const named = client(server.url, { token: key, user: 'fay' });
      expect(await refused(named('audit.list'))).toBe('UNKNOWN');
      expect(await refused(backend('audit.list'))).toBe('CALLER');
    });

    test('users are listed in pages, by the beginning of their name, and the disabled ones', async () => {
      await operator('app.create', { name: 'list' });
      const ids: string[] = [];
      for (const username of ['anna', 'Annika', 'ben', 'ännchen', 'anton'])
        ids.push((await operator('user.create', { app: 'list', username }))['user'].user.id);
      const pages = async (asked: object) => {
        const names: string[] = [];
        let after = '';
        do {
          const page = await operator('user.list', { app: 'list', limit: 2, after, ...asked });
          const { users = [], next = '' } = page as { users?: any[]; next?: string }; // oxlint-disable-line typescript/no-explicit-any
          expect(users.length).toBeLessThanOrEqual(2);
          names.push(...users.map((one) => one.user.username as string));
          after = next;
        } while (after !== '');
        return names;
      };
      expect((await pages({})).toSorted()).toEqual(['Annika', 'anna', 'anton', 'ben', 'ännchen']);
      expect(await pages({ search: 'AN' })).toEqual(['anna', 'Annika', 'anton']);
      expect(await pages({ name: ids[2] })).toEqual(['ben']);
      expect(await pages({ name: 'BEN' })).toEqual(['ben']);
      for (const user of ids.slice(0, 3)) await operator('user.disable', { app: 'list', user });
      expect((await pages({ disabled: true })).toSorted()).toEqual(['Annika', 'anna', 'ben']);
      expect(await pages({ disabled: true, search: 'b' })).toEqual(['ben']);
      expect(await refused(operator('user.list', { app: 'nowhere' }))).toBe('UNKNOWN');
    });
  });
