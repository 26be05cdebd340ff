// Hooks around operations on each database: what is read in front of them, and the write that undoes itself.
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test';
import type { DescMethodUnary } from '@bufbuild/protobuf';
import { add as makeAdd } from '../../../packages/server/src/features/conversation/add.ts';
import { join } from '../../../packages/server/src/features/conversation/join.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { remove } from '../../../packages/server/src/features/conversation/remove.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import type { Operation, UserOperation } from '../../../packages/server/src/features/operation.ts';
import { Refusal, type Hooks } from '../../../packages/server/src/hooks/define.ts';
import { withHooks } from '../../../packages/server/src/hooks/operations.ts';
import { HookRunner } from '../../../packages/server/src/hooks/runner.ts';
import { systemClock as clock } from '../../../packages/server/src/ports/clock.ts';
import { openHouse, reasonOf, type Person } from '../conversations/house.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';

const add = makeAdd({ groupMembers: () => 500 });

setDefaultTimeout(databaseMs);

let asked: string[] = [];
let meanwhile: (() => Promise<unknown>) | undefined;

const hooks: Hooks = {
  before: {
    send({ kind, text }) {
      asked.push(`${kind} ${text}`);
      if (text === 'no') throw new Refusal();
      return { text: `${text}!` };
    },
    async join({ user }) {
      asked.push(`join ${user}`);
      const work = meanwhile;
      meanwhile = undefined;
      await work?.();
    },
    leave({ user, reason }) {
      asked.push(`${reason} ${user}`);
    },
  },
};
const runner = new HookRunner({
  sources: [{ file: 'here', hooks }],
  limitMs: databaseMs,
  clock,
  report: (_incident, { err }) => asked.push(`failed: ${String(err)}`),
});

function hooked<M extends DescMethodUnary>(operation: UserOperation<M>): UserOperation<M> {
  const [made] = withHooks([operation as unknown as Operation], runner);
  return made as unknown as UserOperation<M>;
}

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'hooks on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let alice: Person;
    let bob: Person;
    let charlie: Person;

    beforeAll(async () => {
      ({ database, alice, bob, charlie } = await openHouse(engine));
    });
    afterAll(() => database.remove());
    beforeEach(() => (asked = []));

    test('a message is asked about once, and stored as changed', async () => {
      const conversation = await alice.room();
      const say = (who: Person, value: string) =>
        who.call(hooked(send), {
          conversation,
          clientMsgId: value,
          content: { case: 'text', value },
        });
      const { result } = await say(alice, 'hello');
      expect(result.message?.content.value).toBe('hello!');
      const again = await say(alice, 'hello');
      expect(again.result).toMatchObject({ repeated: true, message: { seq: 1 } });
      expect(again.result.message?.content.value).toBe('hello!');
      expect(await reasonOf(say(alice, 'no'))).toBe('REFUSED');
      expect(await reasonOf(say(bob, 'hello'))).toBe('NOT_A_MEMBER');
      expect(asked).toEqual(['ROOM hello', 'ROOM no']);
      expect((await say(alice, 'next')).result.message?.seq).toBe(2);
    });

    test('who comes and goes is asked about when it would change something', async () => {
      const conversation = await alice.room();
      for (const _ of [1, 2]) await bob.call(hooked(join), { conversation });
      for (const _ of [1, 2]) await bob.call(hooked(leave), { conversation });
      await charlie.join(conversation);
      for (const _ of [1, 2])
        await alice.call(hooked(remove), { conversation, user: charlie.user });
      expect(asked).toEqual([`join ${bob.user}`, `LEFT ${bob.user}`, `KICKED ${charlie.user}`]);
    });

    test('who has gone while another was asked about is asked about too', async () => {
      const conversation = await alice.group([bob.user]);
      meanwhile = () => bob.call(leave, { conversation });
      const users = [bob.user, charlie.user];
      const { streams } = await alice.call(hooked(add), { conversation, users });
      expect(asked).toEqual([`join ${charlie.user}`, `join ${bob.user}`]);
      const joined = streams.filter((stream) => stream.joined.length > 0);
      expect(joined.flatMap(({ audience }) => audience).toSorted(byText)).toEqual(
        users.toSorted(byText),
      );
      // The write that was undone has taken no version: leaving, adding with its notice.
      const group = streams.find((stream) => stream.conversation === conversation);
      expect((group?.change.version ?? 0) - (group?.change.base ?? 0)).toBe(2);
    });
  },
);

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
