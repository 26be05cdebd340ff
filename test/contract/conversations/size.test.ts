// What a group costs as it grows: coming in many at a time, the member list by pages and by version, and a message, which touches
// with 10,000 members what it touches with ten.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { DescMethodUnary, MessageInitShape } from '@bufbuild/protobuf';
import {
  formatId,
  Notice_Kind,
  randomKey,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { add as makeAdd } from '../../../packages/server/src/features/conversation/add.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { members } from '../../../packages/server/src/features/conversation/members.ts';
import { mute } from '../../../packages/server/src/features/conversation/mute.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import { react } from '../../../packages/server/src/features/message/react.ts';
import type { UserOperation } from '../../../packages/server/src/features/operation.ts';
import { statement, type Write } from '../../../packages/server/src/store/statement.ts';
import { userKey } from '../../../packages/server/src/store/stream.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { actor, changeIn, main, person, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

const size = 10_000;
const add = makeAdd({ groupMembers: () => size });

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'the size of groups on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person;
    let small: ConversationId, large: ConversationId;
    const crowd: UserId[] = [];
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open();
      alice = await person(store, 'alice');
      for (let i = 1; i < size; i += 1) crowd.push(formatId('usr', randomKey()));
      crowd.sort();
      await store.write(main, populate, { users: crowd });
      small = await alice.group(crowd.slice(0, 9), 'small');
      large = await alice.group([], 'large');
    });
    afterAll(() => database.remove());

    test('a thousand come in by one change, one line and as many statements as ten', async () => {
      const few = await counted(alice, add, { conversation: large, users: crowd.slice(0, 10) });
      const base = few.told.streams[0]!.change.version;
      const many = await counted(alice, add, {
        conversation: large,
        users: crowd.slice(10, 1_010),
      });
      expect(many.statements).toBe(few.statements);
      const group = many.told.streams.filter(({ conversation }) => conversation === large);
      expect(group.length).toBe(1);
      const { change } = group[0]!;
      expect(change).toMatchObject({ base: base!, members: [], head: { memberCount: 1_011 } });
      expect(change.notices).toMatchObject([{ kind: Notice_Kind.ADDED, count: 1_000 }]);
      expect(change.notices[0]!.users.length).toBe(20);
      // Each of those who come in is told on their own SELF, nobody else anything.
      expect(many.told.streams.length).toBe(1 + 1_000);
    });

    test('the list of 10,000 in pages, and what changed since a version', async () => {
      for (let from = 1_010; from < crowd.length; from += 1_000)
        await alice.call(add, { conversation: large, users: crowd.slice(from, from + 1_000) });
      const { users, version } = await listed();
      expect(users.length).toBe(size);
      expect(new Set(users).size).toBe(size);
      const [gone, muted] = [crowd[17]!, crowd[4_711]!];
      await actor(store, { user: gone, device: alice.device }).call(leave, { conversation: large });
      await alice.call(mute, { conversation: large, user: muted, seconds: 60 });
      const { result } = await alice.call(members, { conversation: large, since: version });
      expect(result.members.map(({ user, left }) => [user, left > 0])).toEqual([
        [gone, true],
        [muted, false],
      ]);
      expect(result.reset).toBe(false);
      const pulled = changeIn(await alice.pull({ only: [large] }), large);
      expect(pulled?.members.map(({ user }) => user)).toEqual([alice.user]);
    });

    test('a message touches with 10,000 members what it touches with ten', async () => {
      const says = (conversation: ConversationId, more: object = {}) =>
        counted(alice, send, {
          conversation,
          clientMsgId: crypto.randomUUID(),
          content: { case: 'text', value: 'hello' },
          ...more,
        });
      for (const more of [{}, { mentionsAll: true }, { replyTo: 1 }]) {
        const [few, many] = [await says(small, more), await says(large, more)];
        expect(many).toMatchObject({ statements: few.statements, rows: few.rows });
        expect(many.told.streams.map(({ audience }) => audience)).toEqual([[]]);
      }
      const reacts = (conversation: ConversationId) =>
        counted(alice, react, { conversation, seq: 1, emoji: '👍', on: true });
      const [few, many] = [await reacts(small), await reacts(large)];
      expect(many).toMatchObject({ statements: few.statements, rows: few.rows });
    });

    async function listed(): Promise<{ users: string[]; version: number }> {
      const users: string[] = [];
      let [after, version] = ['', 0];
      do {
        const page = { conversation: large, after, limit: 500 };
        const { result } = await alice.call(members, page);
        users.push(...result.members.map(({ user }) => user));
        ({ next: after, version = 0 } = result);
      } while (after !== '');
      return { users, version };
    }

    /** The operation, with the statements of its write and the rows that they read and changed. */
    async function counted<M extends DescMethodUnary>(
      one: Person,
      operation: UserOperation<M>,
      args: MessageInitShape<M['input']>,
    ) {
      let [statements, rows] = [0, 0];
      const counting = <A, R>(write: Write<A, R>): Write<A, R> => ({
        name: write.name,
        locks: (of) => write.locks(of),
        *run(tx, of) {
          [statements, rows] = [0, 0];
          const steps = write.run(tx, of);
          let step = steps.next();
          while (step.done !== true) {
            const answer = yield step.value;
            statements += 1;
            rows += answer.rows.length + answer.changed;
            step = steps.next(answer);
          }
          return step.value;
        },
      });
      const through: UserOperation<M> = {
        ...operation,
        run: (call) =>
          operation.run({ ...call, write: (write, of) => call.write(counting(write), of) }),
      };
      const told = await one.call(through, args);
      return { told, statements, rows };
    }
  },
);

const usersIn = (json: string, engine: string) =>
  engine === 'sqlite'
    ? sql`select value as id from json_each(${json})`
    : sql`select value::bigint as id from json_array_elements_text(${json}::json)`;

const insertUsers = statement<{ users: string }, unknown>(
  (_db, p, engine) => sql`insert into "user"
    (app, id, username, username_folded, display_name, picture, counter, created_at, deleted, about, guest, name_changed_at)
    select ${p.app}, id, 'u' || id, 'u' || id, 'u', '', 0, 0, 0, '', 0, 0 from (${usersIn(p.users, engine)}) u`,
);
const insertSelves = statement<{ users: string }, unknown>(
  (_db, p, engine) => sql`insert into conversation
    (app, id, kind, parent, title, title_folded, picture, seq, version, member_count, floor, deleted, created_at)
    select ${p.app}, id, 5, 0, '', '', '', 0, 1, 1, 1, 0, 0 from (${usersIn(p.users, engine)}) u`,
);

/** People who never did anything, all at once. */
const populate: Write<{ users: readonly UserId[] }, void> = {
  name: 'populate',
  locks: () => ({}),
  *run(_tx, { users }) {
    const keys = JSON.stringify(users.map(userKey));
    for (const query of [insertUsers, insertSelves])
      yield { statement: query as never, params: { users: keys } };
  },
};
