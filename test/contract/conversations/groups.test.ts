import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  Conversation_Kind,
  Member_Role as Role,
  Notice_Kind,
  Reason_Code,
  type ConversationId,
} from '@hubbub/protocol';
import { add as makeAdd } from '../../../packages/server/src/features/conversation/add.ts';
import { create } from '../../../packages/server/src/features/conversation/create.ts';
import { delete as deleteConversation } from '../../../packages/server/src/features/conversation/delete.ts';
import { get } from '../../../packages/server/src/features/conversation/get.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { list } from '../../../packages/server/src/features/conversation/list.ts';
import { members } from '../../../packages/server/src/features/conversation/members.ts';
import { remove } from '../../../packages/server/src/features/conversation/remove.ts';
import { setRole } from '../../../packages/server/src/features/conversation/set-role.ts';
import { transfer } from '../../../packages/server/src/features/conversation/transfer.ts';
import { update } from '../../../packages/server/src/features/conversation/update.ts';
import { set as setMark } from '../../../packages/server/src/features/mark/set.ts';
import { get as getMessages } from '../../../packages/server/src/features/message/get.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { engines, type TestDatabase } from '../store/engines.ts';
import { pictureOf, TestDevice } from './device.ts';
import { changeIn, idOf, knownAfter, openHouse, person, reasonOf, type Person } from './house.ts';

const mostMembersOfGroup = 500;
const add = makeAdd({ groupMembers: () => mostMembersOfGroup });

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'groups on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person;
    let bob: Person;
    let charlie: Person;

    beforeAll(async () => {
      ({ database, store, alice, bob, charlie } = await openHouse(engine));
    }, 60_000);
    afterAll(() => database.remove());

    test('is there for all its members from the start, with the line that says so', async () => {
      const { result, streams } = await alice.call(create, {
        kind: Conversation_Kind.GROUP,
        title: 'friends',
        users: [bob.user, bob.user, alice.user],
      });
      const group = result.conversation?.id as ConversationId;
      expect(result.conversation).toMatchObject({ version: 2, seq: 0, memberCount: 2 });
      expect(result.conversation?.own?.role).toBe(Role.OWNER);
      expect(streams.map(({ conversation }) => conversation).toSorted()).toEqual(
        [alice.self, bob.self, group].toSorted(),
      );
      const live = streams.find(({ conversation }) => conversation === group);
      expect(live?.change).toMatchObject({ base: 0, version: 2 });
      const line = { kind: Notice_Kind.CREATED, actor: alice.user, text: 'friends', version: 2 };
      for (const change of [live?.change, result.change, changeIn(await bob.pull(), group)])
        expect(change?.notices).toMatchObject([{ ...line, users: [bob.user], anchor: 0 }]);
      expect(changeIn(await bob.pull(), group)?.users.length).toBe(2);
      expect(changeIn(await charlie.pull(), group)).toBeUndefined();
    });

    test('a key makes one group', async () => {
      const args = {
        kind: Conversation_Kind.GROUP,
        title: 'once',
        users: [bob.user],
        clientKey: 'g1',
      };
      const first = await alice.call(create, args);
      const again = await alice.call(create, args);
      expect(idOf(again)).toBe(idOf(first));
      expect(again.emissions).toEqual([]);
      const other = alice.call(create, { ...args, users: [charlie.user] });
      expect(await reasonOf(other)).toBe('KEY_REUSED');
    });

    test('who is added sees from then on, the line of the adding first', async () => {
      const group = await alice.group([bob.user]);
      await alice.say(group, 'before');
      const { result, streams } = await alice.call(add, {
        conversation: group,
        users: [charlie.user, bob.user],
      });
      expect(result.change).toMatchObject({ base: 3, version: 5, head: { memberCount: 3 } });
      expect(result.change?.members).toMatchObject([{ user: charlie.user, joinSeq: 2 }]);
      expect(streams).toHaveLength(2);
      expect(streams[1]?.joined as unknown).toEqual([
        { conversation: group, kind: Conversation_Kind.GROUP, version: 5 },
      ]);
      await alice.say(group, 'after');
      const page = (await charlie.call(history, { conversation: group })).result;
      expect(page.messages.map(({ seq }) => seq)).toEqual([2]);
      const line = { kind: Notice_Kind.ADDED, actor: alice.user, users: [charlie.user], anchor: 1 };
      expect(page.notices).toMatchObject([line]);
      const pulled = changeIn(await charlie.pull({ only: [group] }), group);
      expect(pulled?.notices).toMatchObject([line]);
      expect((await alice.call(add, { conversation: group, users: [bob.user] })).emissions).toEqual(
        [],
      );
    });

    test('nobody is added who is not there, and nobody by a mere member', async () => {
      const group = await alice.group([bob.user]);
      const nobody = 'usr_00000000001';
      expect(await reasonOf(alice.call(add, { conversation: group, users: [nobody] }))).toBe(
        'UNKNOWN',
      );
      expect(await reasonOf(bob.call(add, { conversation: group, users: [charlie.user] }))).toBe(
        'ROLE',
      );
      const room = await alice.room();
      expect(await reasonOf(alice.call(add, { conversation: room, users: [bob.user] }))).toBe(
        'KIND',
      );
      expect((await alice.call(get, { conversation: group })).result.conversation).toMatchObject({
        version: 2,
        memberCount: 2,
      });
    });

    test('who is removed learns it as the last thing, and when it was away by `gone`', async () => {
      const group = await alice.group([bob.user, charlie.user]);
      const away = knownAfter(await bob.pull());
      const here = knownAfter(await charlie.pull());
      const { result, streams } = await alice.call(remove, {
        conversation: group,
        user: bob.user,
      });
      expect(streams).toHaveLength(1);
      expect(streams[0]?.left as unknown).toEqual([bob.user]);
      const tombstone = { user: bob.user, left: Reason_Code.KICKED };
      const line = { kind: Notice_Kind.REMOVED, actor: alice.user, users: [bob.user] };
      expect(result.change).toMatchObject({ members: [tombstone], notices: [line] });
      await alice.say(group, 'he is out');
      expect(changeIn(await bob.pull({ known: away }), group)).toMatchObject({
        gone: Reason_Code.NOT_FOUND,
        messages: [],
        members: [],
      });
      expect(changeIn(await charlie.pull({ known: here }), group)).toMatchObject({
        members: [tombstone],
        notices: [line],
      });
      const again = await alice.call(remove, { conversation: group, user: bob.user });
      expect(again.emissions).toEqual([]);
    });

    test('to who is no member it does not exist, whatever is asked', async () => {
      const group = await alice.group([bob.user]);
      await alice.call(remove, { conversation: group, user: bob.user });
      const conversation = group;
      for (const outsider of [bob, charlie]) {
        const attempts = [
          outsider.call(get, { conversation }),
          outsider.call(members, { conversation }),
          outsider.call(history, { conversation }),
          outsider.call(getMessages, { conversation, seqs: [1] }),
          outsider.call(setMark, { conversation, read: 1 }),
          outsider.call(leave, { conversation }),
          outsider.call(add, { conversation, users: [outsider.user] }),
          outsider.call(remove, { conversation, user: alice.user }),
          outsider.call(setRole, { conversation, user: outsider.user, role: Role.ADMIN }),
          outsider.call(transfer, { conversation, user: outsider.user }),
          outsider.call(update, { conversation, title: 'x' }),
          outsider.call(deleteConversation, { conversation }),
          outsider.join(conversation),
          outsider.say(conversation, 'x'),
        ];
        const reasons = await Promise.all(attempts.map(reasonOf));
        expect(new Set(reasons)).toEqual(new Set(['UNKNOWN']));
        const found = (await outsider.call(list, { query: 'friends' })).result.conversations;
        expect(found.map(({ id }) => id)).not.toContain(group);
      }
    });

    test('roles are given by the owner, and decide who removes whom', async () => {
      const group = await alice.group([bob.user, charlie.user]);
      const conversation = group;
      const toAdmin = { conversation, user: bob.user, role: Role.ADMIN };
      expect(await reasonOf(bob.call(setRole, toAdmin))).toBe('ROLE');
      expect(await reasonOf(bob.call(remove, { conversation, user: charlie.user }))).toBe('ROLE');
      const { result } = await alice.call(setRole, toAdmin);
      expect(result.change).toMatchObject({
        members: [{ user: bob.user, role: Role.ADMIN }],
        notices: [{ kind: Notice_Kind.ROLE, users: [bob.user], role: Role.ADMIN }],
      });
      expect((await alice.call(setRole, toAdmin)).emissions).toEqual([]);
      expect(await reasonOf(bob.call(remove, { conversation, user: alice.user }))).toBe('ROLE');
      await bob.call(remove, { conversation, user: charlie.user });
      const toOwn = alice.call(setRole, { conversation, user: alice.user, role: Role.MEMBER });
      expect(await reasonOf(toOwn)).toBe('ROLE');
      const owner = alice.call(setRole, { ...toAdmin, role: Role.OWNER });
      expect(await reasonOf(owner)).toBe('FIELD');
    });

    test('is passed on, by will or by leaving, and ends with its last member', async () => {
      const group = await alice.group([bob.user, charlie.user]);
      const conversation = group;
      const passed = await alice.call(transfer, { conversation, user: bob.user });
      expect(passed.result.change).toMatchObject({
        members: [
          { user: alice.user, role: Role.ADMIN },
          { user: bob.user, role: Role.OWNER },
        ],
        notices: [{ kind: Notice_Kind.TRANSFERRED, users: [bob.user] }],
      });
      const left = await bob.call(leave, { conversation });
      // The oldest admin, not the oldest member.
      expect(left.result.change).toMatchObject({
        members: [{ user: bob.user }, { user: alice.user, role: Role.OWNER }],
        notices: [
          { kind: Notice_Kind.LEFT, actor: bob.user },
          { kind: Notice_Kind.TRANSFERRED, users: [alice.user] },
        ],
      });
      expect((await bob.call(leave, { conversation })).emissions).toEqual([]);
      await charlie.call(leave, { conversation });
      const last = await alice.call(leave, { conversation });
      expect(last.result.change?.head).toMatchObject({ deleted: true, memberCount: 0 });
      expect(await reasonOf(alice.call(get, { conversation }))).toBe('UNKNOWN');
    });

    test('is renamed by admins and ended by its owner', async () => {
      const group = await alice.group([bob.user]);
      const conversation = group;
      expect(await reasonOf(bob.call(update, { conversation, title: 'x' }))).toBe('ROLE');
      const { result } = await alice.call(update, { conversation, title: 'new' });
      expect(result.change?.notices).toMatchObject([{ kind: Notice_Kind.RENAMED, text: 'new' }]);
      expect(await reasonOf(bob.call(deleteConversation, { conversation }))).toBe('ROLE');
      await alice.call(deleteConversation, { conversation });
      expect(await reasonOf(bob.say(group, 'x'))).toBe('UNKNOWN');
    });

    test('rooms: admins send people out, who may come back', async () => {
      const room = await alice.room();
      await bob.join(room);
      await charlie.join(room);
      const conversation = room;
      expect(await reasonOf(bob.call(remove, { conversation, user: charlie.user }))).toBe('ROLE');
      const { result } = await alice.call(remove, { conversation, user: bob.user });
      expect(result.change).toMatchObject({
        members: [{ user: bob.user, left: Reason_Code.KICKED }],
        notices: [{ kind: Notice_Kind.REMOVED, users: [bob.user] }],
      });
      expect(await reasonOf(bob.say(room, 'x'))).toBe('NOT_A_MEMBER');
      expect((await bob.join(room)).result.conversation?.own?.role).toBe(Role.MEMBER);
    });

    test('holds five hundred, and no more', async () => {
      const group = await alice.group([]);
      const users = (
        await Promise.all(Array.from({ length: mostMembersOfGroup }, () => person(store, 'crowd')))
      ).map(({ user }) => user);
      for (let from = 0; from < mostMembersOfGroup - 1; from += 100)
        await alice.call(add, {
          conversation: group,
          users: users.slice(from, Math.min(from + 100, mostMembersOfGroup - 1)),
        });
      expect((await alice.call(get, { conversation: group })).result.conversation).toMatchObject({
        memberCount: 500,
      });
      const more = alice.call(add, { conversation: group, users: users.slice(-1) });
      expect(await reasonOf(more)).toBe('FULL');
    }, 60_000);

    test('a device that was away and one that saw everything hold the same', async () => {
      const seer = new TestDevice(bob, store.epoch);
      const sleeper = new TestDevice(bob, store.epoch);
      for (const device of [seer, sleeper]) await device.catchUp(1000);
      const group = await alice.group([bob.user]);
      const conversation = group;
      const steps = [
        () => alice.say(group, 'one'),
        () => alice.call(add, { conversation, users: [charlie.user] }),
        () => alice.call(setRole, { conversation, user: charlie.user, role: Role.ADMIN }),
        () => charlie.call(update, { conversation, title: 'theirs' }),
        () => charlie.call(leave, { conversation }),
        () => alice.call(transfer, { conversation, user: bob.user }),
        () => bob.say(group, 'two'),
      ];
      for (const step of steps) {
        await step();
        await seer.catchUp(1000);
      }
      await sleeper.catchUp(2);
      const of = (device: TestDevice) =>
        (pictureOf(device) as { id: string }[]).find(({ id }) => id === group);
      expect(of(sleeper)).toEqual(of(seer) as never);
      expect(of(seer)).toMatchObject({ head: { seq: 2, title: 'theirs' } });
    });
  },
);
