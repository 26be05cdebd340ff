import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { Conversation_Kind, Item_Kind, type UserId } from '@hubbub/protocol';
import { delete as deleteConversation } from '../../../packages/server/src/features/conversation/delete.ts';
import { direct } from '../../../packages/server/src/features/conversation/direct.ts';
import { get } from '../../../packages/server/src/features/conversation/get.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { list } from '../../../packages/server/src/features/conversation/list.ts';
import { members } from '../../../packages/server/src/features/conversation/members.ts';
import { update } from '../../../packages/server/src/features/conversation/update.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, idOf, person, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'directs on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person;
    let bob: Person;
    let charlie: Person;

    beforeAll(async () => {
      database = await engine.create();
      store = await database.open();
    });
    afterAll(() => database.remove());

    // Each test has people of its own, since a pair has but one conversation.
    async function strangers(): Promise<void> {
      [alice, bob, charlie] = [
        await person(store, 'alice'),
        await person(store, 'bob'),
        await person(store, 'charlie'),
      ];
    }

    test('an empty one is its creator’s alone; the first message brings the other in', async () => {
      await strangers();
      const opened = await alice.call(direct, { user: bob.user });
      const id = idOf(opened);
      expect(opened.result.change).toMatchObject({ reset: true, version: 1 });
      expect(opened.result.conversation?.users.toSorted()).toEqual(
        [alice.user, bob.user].toSorted(),
      );
      expect(opened.result.change?.users.map((user) => user.id).toSorted()).toEqual(
        [alice.user, bob.user].toSorted(),
      );
      expect(opened.streams.map(({ conversation }) => conversation)).toEqual([alice.self]);
      expect(changeIn(await alice.pull(), id)).toBeDefined();
      expect(changeIn(await bob.pull(), id)).toBeUndefined();
      expect((await bob.call(list, { joined: true })).result.conversations).toEqual([]);
      for (const attempt of [() => bob.call(get, { conversation: id }), () => bob.say(id, 'x')])
        expect(await reasonOf(attempt())).toBe('UNKNOWN');

      const sent = await alice.say(id, 'hi bob');
      expect(sent.result.change).toMatchObject({ base: 1, version: 2, head: { memberCount: 2 } });
      expect(sent.result.change?.members.map(({ user }) => user)).toEqual([bob.user]);
      const [conversation, self] = sent.streams;
      expect(conversation?.audience.toSorted()).toEqual([alice.user, bob.user].toSorted());
      expect(self).toMatchObject({
        conversation: bob.self,
        audience: [bob.user],
        joined: [{ conversation: id, kind: Conversation_Kind.DIRECT }],
      });
      expect(self?.change.items).toMatchObject([{ kind: Item_Kind.JOINED, key: id }]);
      expect(changeIn(await bob.pull(), id)).toMatchObject({
        reset: true,
        version: 2,
        messages: [{ seq: 1 }],
      });

      const answer = await bob.say(id, 'hi alice');
      expect(answer.streams).toHaveLength(1);
      expect(answer.result.change).toMatchObject({ base: 2, version: 3, members: [] });
    });

    test('both find the same one, whoever opens it, also at the same moment', async () => {
      await strangers();
      const told = await Promise.all(
        [alice, bob, alice, bob].map((one) =>
          one.call(direct, { user: (one === alice ? bob : alice).user }),
        ),
      );
      expect(new Set(told.map(idOf)).size).toBe(1);
      const id = idOf(told[0]!);
      // The second side came in by opening it: the first was told.
      expect(
        told[1]?.streams.find(({ conversation }) => conversation === id)?.change,
      ).toMatchObject({ base: 1, version: 2, head: { memberCount: 2 } });
      expect(told[2]?.streams).toEqual([]);
      expect(told[2]?.result.change).toMatchObject({ reset: true });
      expect((await bob.say(id, 'x')).streams).toHaveLength(1);
    });

    test('a key is kept to its request', async () => {
      await strangers();
      const first = await alice.call(direct, { user: bob.user, clientKey: 'k' });
      const again = await alice.call(direct, { user: bob.user, clientKey: 'k' });
      expect(again.result).toMatchObject({ repeated: true, conversation: { id: idOf(first) } });
      expect(again.result.change).toBeUndefined();
      expect(await reasonOf(alice.call(direct, { user: charlie.user, clientKey: 'k' }))).toBe(
        'KEY_REUSED',
      );
    });

    test('not with oneself, not with nobody', async () => {
      await strangers();
      expect(await reasonOf(alice.call(direct, { user: alice.user }))).toBe('KIND');
      expect(await reasonOf(alice.call(direct, { user: 'usr_zzzzzzzzzzz' as UserId }))).toBe(
        'UNKNOWN',
      );
      expect(await reasonOf(alice.call(direct, { user: 'nobody' }))).toBe('UNKNOWN');
    });

    test('nobody leaves, deletes, renames or joins one, and strangers do not know of it', async () => {
      await strangers();
      const conversation = await alice.direct(bob.user);
      await alice.say(conversation, 'hi');
      const attempts = (who: Person) => [
        () => who.call(leave, { conversation }),
        () => who.call(deleteConversation, { conversation }),
        () => who.call(update, { conversation, title: 'x' }),
        () => who.join(conversation),
      ];
      for (const attempt of attempts(bob)) expect(await reasonOf(attempt())).toBe('KIND');
      for (const attempt of [
        ...attempts(charlie),
        () => charlie.call(members, { conversation }),
        () => charlie.say(conversation, 'x'),
      ])
        expect(await reasonOf(attempt())).toBe('UNKNOWN');
    });

    test('notes to oneself', async () => {
      await strangers();
      const { streams } = await alice.say(alice.self, 'milk');
      expect(streams).toMatchObject([
        { kind: Conversation_Kind.SELF, audience: [alice.user], change: { base: 1, version: 2 } },
      ]);
      expect(changeIn(await alice.pull(), alice.self)).toMatchObject({
        reset: true,
        version: 2,
        messages: [{ seq: 1 }],
      });
    });
  },
);
