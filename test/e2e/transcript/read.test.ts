// What the operator reads of a conversation, and that nothing is read without an entry in the record.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  client,
  keyOf,
  operatorOf,
  usersOf,
  type Client,
  type Json,
} from '../../support/backend.ts';
import { createDatabase } from '../../support/postgres.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { refused } from '../stories.ts';

setDefaultTimeout(60_000);

for (const engine of ['SQLite', 'PostgreSQL'])
  describe(engine, () => {
    let server: TestServer;
    let operator: Client;
    let key: string;
    let ids: string[];
    beforeAll(async () => {
      const database =
        engine === 'SQLite' ? '' : await createDatabase({ fsync: false, isMigrated: true });
      server = await startServer({ database, keyRate: 0 });
      operator = operatorOf(server);
      key = await keyOf(operator, 'main');
      ids = await usersOf(client(server.url, { token: key }), 'ann', 'bob', 'cleo');
    }, 90_000);
    afterAll(async () => await server?.stop());

    const by = (index: number) => client(server.url, { token: key, user: ids[index] ?? '' });
    const roomOf = async (title: string) => {
      const made = await by(0)('conversation.create', { kind: 'ROOM', title, clientKey: title });
      const { id } = made['conversation'] as { id: string };
      for (const index of [1, 2]) await by(index)('conversation.join', { conversation: id });
      return id;
    };
    const say = (index: number, conversation: string, text: string) =>
      by(index)('message.send', { conversation, clientMsgId: text, text });
    const read = async (args: object) => {
      const entries: Json[] = [];
      let from = {};
      let pages = 0;
      for (;;) {
        const page = await operator('transcript.read', { ...args, ...from });
        pages += 1;
        entries.push(...((page['entries'] as Json[] | undefined) ?? []));
        if (page['next'] === undefined) return { entries, pages, audit: page['audit'] as string };
        from = { after: page['next'] as string, audit: page['audit'] as string };
      }
    };
    const texts = (entries: readonly Json[]) =>
      entries.map(({ message }) => message.text as string | undefined);
    const entriesOf = async (target: string): Promise<Json[]> =>
      (await operator('audit.list', { target, action: 'transcript.read' }))['entries'] ?? [];

    test('every message in its order, with edits, and stubs of what was taken back', async () => {
      const room = await roomOf('all of it');
      for (let i = 1; i <= 7; i += 1) await say(i % 3, room, `number ${i}`);
      const changed = { conversation: room, seq: 2, text: 'another', clientKey: 'e' };
      await by(2)('message.edit', changed);
      await by(0)('message.recall', { conversation: room, seq: 3 });
      const { entries, pages } = await read({ id: room, limit: 3 });
      expect(pages).toBe(3);
      expect(texts(entries)).toEqual([
        'number 1',
        'another',
        undefined,
        ...[4, 5, 6, 7].map((i) => `number ${i}`),
      ]);
      expect(entries[0]?.['message'].sender).toBe(ids[1]);
      expect(entries[1]?.['edits']).toMatchObject([{ text: 'number 2' }]);
      expect(entries[2]?.['message']).toMatchObject({ recalled: true });
      expect(JSON.stringify(entries)).not.toContain('"text":"number 3"');
      expect(await entriesOf(room)).toMatchObject([
        { actor: 'operator', action: 'transcript.read', app: 'main', details: '{}' },
      ]);
    });

    test('whispers come only when they are asked for, and the record says so', async () => {
      const room = await roomOf('with whispers');
      await say(0, room, 'aloud');
      for (const other of [1, 2]) {
        const asked = { room, users: [ids[other]] };
        const { conversation } = await by(0)('conversation.whisper', asked);
        const { id } = conversation as { id: string };
        await say(0, id, `to ${other}`);
        await say(other, id, `from ${other}`);
      }
      expect(texts((await read({ id: room })).entries)).toEqual(['aloud']);
      const { entries, pages } = await read({ id: room, whispers: true, limit: 1 });
      expect(pages).toBe(5);
      expect(texts(entries)[0]).toBe('aloud');
      expect(new Set(texts(entries))).toEqual(
        new Set(['aloud', 'from 1', 'from 2', 'to 1', 'to 2']),
      );
      const records = await entriesOf(room);
      expect(records.map(({ details }) => details as string)).toEqual(['{"whispers":true}', '{}']);
      // The entry of the smaller reading opens no larger one, and no other conversation.
      const first = await operator('transcript.read', { id: room });
      const { audit } = first;
      const more = { id: room, whispers: true, audit };
      expect(await refused(operator('transcript.read', more))).toBe('UNKNOWN');
      const direct = await by(0)('conversation.direct', { user: ids[1] });
      const { id } = direct['conversation'] as { id: string };
      expect(await refused(operator('transcript.read', { id, audit }))).toBe('UNKNOWN');
      const { id: whisper } = (await by(0)('conversation.whisper', { room, users: [ids[1]] }))[
        'conversation'
      ] as { id: string };
      const { conversation } = await operator('transcript.read', { id: whisper });
      expect(conversation).toMatchObject({ kind: 'WHISPER', parent: room });
      expect(new Set((conversation as Json)['users'])).toEqual(new Set(ids.slice(0, 2)));
    });

    test('from a time on and before one', async () => {
      const room = await roomOf('in time');
      const times: string[] = [];
      for (let i = 1; i <= 5; i += 1) {
        const { message } = await say(0, room, `${i}`);
        times.push((message as Json)['createdAt'] as string);
        // Two messages of one millisecond have one time.
        await until(() => Date.now() > Date.parse(times.at(-1) ?? ''));
      }
      const [, second, , fourth] = times;
      expect(texts((await read({ id: room, since: second })).entries)).toEqual([
        '2',
        '3',
        '4',
        '5',
      ]);
      expect(texts((await read({ id: room, until: fourth })).entries)).toEqual(['1', '2', '3']);
      const both = { id: room, since: second, until: fourth, limit: 1 };
      expect(texts((await read(both)).entries)).toEqual(['2', '3']);
      expect((await read({ id: room, until: '2001-01-01T00:00:00Z' })).entries).toEqual([]);
    });

    test('what is not there leaves no entry, and nobody else may read', async () => {
      const nowhere = 'cnv_00000000000';
      expect(await refused(operator('transcript.read', { id: nowhere }))).toBe('UNKNOWN');
      expect(await entriesOf(nowhere)).toEqual([]);
      const room = await roomOf('of others');
      const backend = client(server.url, { token: key });
      for (const call of [backend, by(0)])
        expect(await refused(call('transcript.read', { id: room }))).toBe('CALLER');
      await operator('app.create', { name: 'other' });
      expect(await refused(operator('transcript.read', { app: 'other', id: room }))).toBe(
        'UNKNOWN',
      );
      expect(await entriesOf(room)).toEqual([]);
    });

    test('a room that the operator ends is gone for all, with its whispers', async () => {
      const room = await roomOf('to be ended');
      const asked = { room, users: [ids[1]] };
      const { conversation } = await by(0)('conversation.whisper', asked);
      const { id: whisper } = conversation as { id: string };
      await say(0, whisper, 'quietly');
      const titles = async () =>
        ((await operator('room.list'))['rooms'] as Json[]).map(({ title }) => title as string);
      expect(await titles()).toContain('to be ended');
      await operator('room.delete', { id: room });
      expect(await titles()).not.toContain('to be ended');
      for (const id of [room, whisper]) {
        expect(await refused(say(1, id, 'anybody?'))).toBe('UNKNOWN');
        expect(await refused(operator('transcript.read', { id }))).toBe('UNKNOWN');
      }
      expect(await operator('audit.list', { action: 'room.delete' })).toMatchObject({
        entries: [{ target: room, details: '{"title":"to be ended"}' }],
      });
      const direct = await by(0)('conversation.direct', { user: ids[1] });
      const { id } = direct['conversation'] as { id: string };
      expect(await refused(operator('room.delete', { id }))).toBe('KIND');
    });

    test('a login that the operator makes is in the record, and is ended by it', async () => {
      const [ann = ''] = ids;
      const title = { name: 'ticket 4711' };
      const made = await operator('account.mintToken', {
        user: ann,
        device: title,
        lifeSeconds: 60,
      });
      const { token, device } = made as { token: string; device: string };
      const own = client(server.url, { token });
      const { devices } = await own('device.list');
      expect(devices).toMatchObject([{ id: device, name: 'ticket 4711' }]);
      expect(await operator('user.devices', { user: ann })).toMatchObject({
        devices: [{ id: device }],
      });
      await operator('user.endDevice', { device });
      expect(await refused(own('device.list'))).toBe('TOKEN');
      const { entries } = await operator('audit.list', { target: ann });
      expect((entries as Json[]).map(({ action }) => action as string)).toEqual([
        'user.endDevice',
        'account.mintToken',
      ]);
      expect(JSON.stringify(entries)).not.toContain(token);
      const backend = client(server.url, { token: key });
      await backend('account.mintToken', { user: ann });
      expect((await operator('audit.list', { target: ann }))['entries']).toHaveLength(2);
    });
  });
