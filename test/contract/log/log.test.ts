// The event log on both engines: positions go to what is committed, by one holder, so that no reader ever skips (goal D11);
// events stand and fall with what they tell of; an app without a log pays nothing.
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { Client } from 'pg';
import { LogEvent_Kind as Kind, LogEventSchema, textOf, type LogEvent } from '@hubbub/protocol';
import {
  holdLog,
  placeWaiting,
  readLog,
  trimLog,
} from '../../../packages/server/src/store/log-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { main, person } from '../conversations/house.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';

setDefaultTimeout(databaseMs);

const token = 'the holder';

for (const engine of engines)
  describe(engine.name, () => {
    let database: TestDatabase;
    let store: Store;
    let now = 0;
    beforeEach(async () => {
      now = Date.now();
      database = await engine.create();
      store = await database.open({ clock: () => now });
      store.keepLogOf([main]);
      await hold();
    });
    afterEach(() => database.remove());

    const hold = (by = token) => store.systemWrite(holdLog, { token: by, forMs: 10_000 });
    const place = (by = token) => store.systemWrite(placeWaiting, { token: by, limit: 7 });
    const read = (after: number | undefined, limit = 1_000) =>
      store.read(main, readLog, { after, kinds: [], limit });

    async function placeAll(): Promise<void> {
      while (((await place()) ?? []).length > 0);
    }

    test('each conversation’s events come in the order of its versions, every event once', async () => {
      const people = await Promise.all(
        ['alice', 'bob', 'charlie'].map((name) => person(store, name)),
      );
      const rooms = await Promise.all(people.map((one) => one.room()));
      for (const one of people) await Promise.all(rooms.map((room) => one.join(room)));
      // Placed while they come, a few at a time.
      const said = Array.from({ length: 30 }, (_, i) => {
        const [room = rooms[0]!] = rooms.slice(i % rooms.length);
        return people[i % people.length]!.say(room, `text ${i}`);
      });
      for (let i = 0; i < 5; i += 1) await place();
      await Promise.all(said);
      await placeAll();
      const events: LogEvent[] = [];
      let position = 0;
      for (let page = await read(0, 10); ; page = await read(position, 10)) {
        events.push(...page.events);
        position = page.position;
        if (page.events.length === 0) break;
      }
      expect(events.map(({ id }) => Number(id))).toEqual(events.map((_, i) => i + 1));
      const texts = events.flatMap(({ message }) => (message ? textOf(message) : []));
      expect(texts.toSorted()).toEqual(said.map((_, i) => `text ${i}`).toSorted());
      for (const room of rooms) {
        const seqs = events
          .filter(({ conversation }) => conversation === room)
          .flatMap(({ message }) => message?.seq ?? []);
        expect(seqs).toEqual(seqs.map((_, i) => i + 1));
      }
    });

    test('what is refused or repeated leaves no event', async () => {
      const [alice, bob] = [await person(store, 'alice'), await person(store, 'bob')];
      const room = await alice.room();
      await alice.say(room, 'hello', 'm1');
      await placeAll();
      const { position } = await read(undefined);
      await bob.say(room, 'let me in').catch(() => undefined);
      await alice.say(room, 'hello', 'm1');
      await placeAll();
      expect(await read(position)).toEqual({ events: [], position });
    });

    test('one holder at a time; who lost the lease gives no position', async () => {
      const alice = await person(store, 'alice');
      expect(await hold('another')).toBe(false);
      expect(await place('another')).toBeUndefined();
      now += 10_001;
      expect(await hold('another')).toBe(true);
      await alice.room();
      expect(await place()).toBeUndefined();
      expect(await place('another')).toMatchObject([{ app: 'main' }]);
    });

    test('what is too old is forgotten, and who asks for it is told so', async () => {
      const alice = await person(store, 'alice');
      const room = await alice.room();
      for (let i = 0; i < 5; i += 1) await alice.say(room, `old ${i}`);
      await placeAll();
      const { position } = await read(undefined);
      now += 3_600_000;
      await hold();
      await alice.say(room, 'new');
      await placeAll();
      while (await store.systemWrite(trimLog, { of: 1, before: now, limit: 3 }));
      expect((await read(position)).events).toMatchObject([{ kind: Kind.MESSAGE_SENT }]);
      expect((await read(0)).events).toHaveLength(1);
      expect(await read(position - 1).catch(({ reason }: { reason: string }) => reason)).toBe(
        'POSITION_GONE',
      );
    });

    test('an app without a log writes what it always wrote', async () => {
      const statements: string[] = [];
      const quiet = await engine.create();
      const observed = await quiet.open({
        onStatement: ({ kind, sql }) => kind === 'write' && statements.push(sql),
      });
      const alice = await person(observed, 'alice');
      const room = await alice.room();
      await alice.say(room, 'one');
      const count = async () => {
        const before = statements.length;
        await alice.say(room, 'two');
        return statements.length - before;
      };
      const without = await count();
      expect(statements.filter((sql) => sql.includes('event_log'))).toEqual([]);
      observed.keepLogOf([main]);
      expect(await count()).toBe(without + 1);
      await quiet.remove();
    });
  });

// On SQLite there is one writer: nothing can be committed late.
test('a commit that comes late gets a later position: no reader skips it', async () => {
  const database = await engines[1]!.create();
  const store = await database.open({ share: 'cluster' });
  store.keepLogOf([main]);
  await store.systemWrite(holdLog, { token, forMs: 60_000 });
  const late = new Client({ connectionString: database.address });
  await late.connect();
  const event = (user: string) =>
    Buffer.from(
      toBinary(LogEventSchema, create(LogEventSchema, { kind: Kind.USER_CREATED, user })),
    );
  const insert = (user: string) =>
    late.query({
      text: 'insert into event_log (app, kind, conversation, version, created_at, event) values (1, 6, 0, 0, 0, $1)',
      values: [event(user)],
    });
  await late.query('begin');
  await insert('late');
  const alice = await person(store, 'alice');
  await alice.room();
  await store.systemWrite(placeWaiting, { token, limit: 100 });
  const first = await store.read(main, readLog, { after: 0, kinds: [], limit: 100 });
  expect(first.events.map(({ user }) => user)).not.toContain('late');
  await late.query('commit');
  await store.systemWrite(placeWaiting, { token, limit: 100 });
  const second = await store.read(main, readLog, { after: first.position, kinds: [], limit: 100 });
  expect(second.events.map(({ user }) => user)).toEqual(['late']);
  await late.end();
  await database.remove();
});
