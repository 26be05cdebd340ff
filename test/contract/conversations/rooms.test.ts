import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { Conversation_Kind, Item_Kind, Member_Role, Reason_Code } from '@hubbub/protocol';
import { create } from '../../../packages/server/src/features/conversation/create.ts';
import { delete as deleteConversation } from '../../../packages/server/src/features/conversation/delete.ts';
import { get } from '../../../packages/server/src/features/conversation/get.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { update } from '../../../packages/server/src/features/conversation/update.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, idOf, knownAfter, openHouse, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'rooms on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let alice: Person;
    let bob: Person;
    let charlie: Person;

    beforeAll(async () => {
      ({ database, alice, bob, charlie } = await openHouse(engine));
    });
    afterAll(() => database.remove());

    test('create answers with a reset and tells the room and SELF', async () => {
      const { result, streams } = await alice.call(create, {
        kind: Conversation_Kind.ROOM,
        title: '  a   room ',
      });
      expect(result.conversation).toMatchObject({
        title: 'a room',
        seq: 0,
        version: 1,
        memberCount: 1,
      });
      expect(result.conversation?.own).toMatchObject({ role: Member_Role.OWNER, joinSeq: 1 });
      expect(result.change).toMatchObject({ reset: true, base: 0, version: 1 });
      expect(result.change?.members).toHaveLength(1);
      expect(result.change?.users.map(({ id }) => id)).toEqual([alice.user]);
      const id = result.conversation?.id ?? '';
      expect(streams.map(({ conversation }) => conversation)).toEqual([alice.self, id] as never);
      const [self, room] = streams;
      expect(self?.joined as unknown).toEqual([
        { conversation: id, kind: Conversation_Kind.ROOM, version: 1 },
      ]);
      expect(self?.change.items).toMatchObject([{ kind: Item_Kind.JOINED, key: id }]);
      expect(self?.audience as unknown).toEqual([alice.user]);
      expect(room?.change).toMatchObject({ base: 0, version: 1 });
      expect(room?.change.head?.own).toBeUndefined();
    });

    test('only rooms, and only with a title', async () => {
      for (const kind of [
        Conversation_Kind.WHISPER,
        Conversation_Kind.DIRECT,
        Conversation_Kind.SELF,
      ])
        expect(await reasonOf(alice.call(create, { kind, title: 'x' }))).toBe('KIND');
      expect(await reasonOf(alice.room(' \t '))).toBe('FIELD');
    });

    test('a key makes one room, and another body under it is refused', async () => {
      const args = { kind: Conversation_Kind.ROOM, title: 'once', clientKey: 'k1' };
      const first = await alice.call(create, args);
      await bob.join(idOf(first));
      const again = await alice.call(create, args);
      expect(again.result.repeated).toBe(true);
      expect(again.result.change).toBeUndefined();
      expect(again.emissions).toEqual([]);
      expect(again.result.conversation).toMatchObject({
        id: idOf(first),
        version: 2,
        memberCount: 2,
      });
      expect(await reasonOf(alice.call(create, { ...args, title: 'twice' }))).toBe('KEY_REUSED');
      expect(idOf(await bob.call(create, args))).not.toBe(idOf(first));
    });

    test('join, once', async () => {
      const room = await alice.room();
      await alice.say(room, 'before bob');
      const { result, streams } = await bob.join(room);
      expect(result.repeated).toBe(false);
      expect(result.conversation?.own).toMatchObject({ role: Member_Role.MEMBER, joinSeq: 2 });
      expect(result.change).toMatchObject({ reset: true, version: 3, messages: [] });
      expect(result.change?.members.map(({ user }) => user).sort()).toEqual(
        [alice.user, bob.user].sort() as never,
      );
      const live = streams.find(({ conversation }) => conversation === room);
      expect(live?.change).toMatchObject({ base: 2, version: 3 });
      expect(live?.change.members.map(({ user }) => user)).toEqual([bob.user]);
      expect(live?.change.head).toMatchObject({ memberCount: 2 });
      const again = await bob.join(room);
      expect(again.result.repeated).toBe(true);
      expect(again.emissions).toEqual([]);
    });

    test('leave: a tombstone, nothing on SELF, once more changes nothing', async () => {
      const room = await alice.room();
      await bob.join(room);
      const before = knownAfter(await alice.pull());
      const { result, streams } = await bob.call(leave, { conversation: room });
      expect(streams).toHaveLength(1);
      expect(streams[0]?.left as unknown).toEqual([bob.user]);
      expect(result.change?.members).toMatchObject([
        { user: bob.user, left: Reason_Code.LEFT, version: 3 },
      ]);
      expect(changeIn(await alice.pull({ known: before }), room)?.members).toMatchObject([
        { left: Reason_Code.LEFT },
      ]);
      expect((await bob.call(leave, { conversation: room })).emissions).toEqual([]);
      expect(await reasonOf(charlie.call(leave, { conversation: room }))).toBe('NOT_A_MEMBER');
    });

    test('the room passes to the oldest member, and an empty one to its next visitor', async () => {
      const room = await alice.room();
      await bob.join(room);
      await charlie.join(room);
      const { streams } = await alice.call(leave, { conversation: room });
      expect(streams[0]?.change.members).toMatchObject([
        { user: alice.user },
        { user: bob.user, role: Member_Role.OWNER },
      ]);
      await bob.call(leave, { conversation: room });
      await charlie.call(leave, { conversation: room });
      expect((await alice.call(get, { conversation: room })).result.conversation).toMatchObject({
        memberCount: 0,
      });
      expect((await bob.join(room)).result.conversation?.own?.role).toBe(Member_Role.OWNER);
    });

    test('update: a new title and a notice, by owner and admins', async () => {
      const room = await alice.room('old');
      await alice.say(room, 'one');
      await bob.join(room);
      expect(await reasonOf(bob.call(update, { conversation: room, title: 'x' }))).toBe('ROLE');
      expect(await reasonOf(charlie.call(update, { conversation: room, title: 'x' }))).toBe(
        'NOT_A_MEMBER',
      );
      const { result, streams } = await alice.call(update, { conversation: room, title: 'new' });
      expect(result.conversation).toMatchObject({ title: 'new', version: 4 });
      expect(result.change?.notices).toMatchObject([
        { text: 'new', anchor: 1, version: 4, actor: alice.user },
      ]);
      expect(streams).toHaveLength(1);
      expect((await alice.call(update, { conversation: room, title: 'new' })).emissions).toEqual(
        [],
      );
    });

    test('delete is the last version; afterwards it is gone for all', async () => {
      const room = await alice.room();
      await bob.join(room);
      const known = knownAfter(await bob.pull());
      expect(await reasonOf(bob.call(deleteConversation, { conversation: room }))).toBe('ROLE');
      const { result } = await alice.call(deleteConversation, { conversation: room });
      expect(result.change).toMatchObject({ base: 2, version: 3, head: { deleted: true } });
      expect(changeIn(await bob.pull({ known }), room)).toMatchObject({
        gone: Reason_Code.NOT_FOUND,
      });
      const attempts = [
        () => bob.join(room),
        () => bob.say(room, 'x'),
        () => alice.call(get, { conversation: room }),
      ];
      for (const attempt of attempts) expect(await reasonOf(attempt())).toBe('UNKNOWN');
    });

    test('strangers see a name and a size, not how much is said', async () => {
      const room = await alice.room('open house');
      await alice.say(room, 'secret');
      const { result } = await charlie.call(get, { conversation: room });
      expect(result.conversation).toMatchObject({
        title: 'open house',
        memberCount: 1,
        seq: 0,
        version: 0,
      });
      expect(result.conversation?.own).toBeUndefined();
    });
  },
);
