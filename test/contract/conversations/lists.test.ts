import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { Conversation_Kind, formatId, Reason_Code, type ConversationId } from '@hubbub/protocol';
import { get } from '../../../packages/server/src/features/conversation/get.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { list } from '../../../packages/server/src/features/conversation/list.ts';
import { members } from '../../../packages/server/src/features/conversation/members.ts';
import { subscribe } from '../../../packages/server/src/features/presence/subscribe.ts';
import { unsubscribe } from '../../../packages/server/src/features/presence/unsubscribe.ts';
import type { PresenceTarget } from '../../../packages/server/src/features/operation.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { openHouse, person, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'lists on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person;
    let bob: Person;
    let charlie: Person;

    beforeAll(async () => {
      ({ database, store, alice, bob, charlie } = await openHouse(engine));
    });
    afterAll(() => database.remove());

    async function listAll(
      args: object,
      meanwhile: () => Promise<unknown> = async () => {},
    ): Promise<string[]> {
      const found: string[] = [];
      let after = '';
      do {
        const { result } = await bob.call(list, { limit: 2, after, ...args });
        found.push(...result.conversations.map(({ id }) => id));
        after = result.next;
        await meanwhile();
      } while (after !== '');
      return found;
    }

    test('rooms come in pages, each once, while others are made', async () => {
      const rooms: string[] = [];
      for (let i = 0; i < 7; i += 1) rooms.push(await alice.room(`paged ${i}`));
      const found = await listAll({ query: 'paged' }, () => alice.room('paged more'));
      expect(new Set(found).size).toBe(found.length);
      expect(rooms.filter((id) => !found.includes(id))).toEqual([]);
      expect(found).toEqual(found.toSorted());
    });

    test('titles are found by words, whatever case and width, and nothing is a wildcard', async () => {
      const room = await alice.room('100% Ｃafé_ÄRGER 漢字');
      for (const query of ['café', 'ärger CAFÉ', '0%', '漢', '_ä'])
        expect(await listAll({ query })).toEqual([room]);
      for (const query of ['1%0', 'café_x', 'cafe_', 'ärger nothing'])
        expect(await listAll({ query })).toEqual([]);
    });

    test('joined: the own conversations with `own`, directs with both names; strangers see the public head', async () => {
      const room = await alice.room('joined?');
      await alice.say(room, 'x');
      const find = async () =>
        (await charlie.call(list, { query: 'joined?' })).result.conversations[0];
      expect(await find()).toMatchObject({ id: room, seq: 0, version: 0, memberCount: 1 });
      expect((await find())?.own).toBeUndefined();
      await charlie.join(room);
      expect(await find()).toMatchObject({ seq: 1, version: 3, own: { joinSeq: 2 } });
      const direct = await charlie.direct(alice.user);
      const { result } = await charlie.call(list, { joined: true });
      expect(result.conversations.map(({ id }) => id)).toEqual([room, direct].toSorted());
      expect(result.users.map(({ id }) => id).toSorted()).toEqual(
        [alice.user, charlie.user].toSorted(),
      );
      const { result: directs } = await charlie.call(list, {
        joined: true,
        kind: Conversation_Kind.DIRECT,
      });
      expect(directs.conversations.map(({ id }) => id)).toEqual([direct]);
      expect((await charlie.call(get, { conversation: direct })).result.users).toHaveLength(2);
      expect(await reasonOf(charlie.call(list, { kind: Conversation_Kind.DIRECT }))).toBe('FIELD');
      expect(await reasonOf(charlie.call(list, { after: 'x' }))).toBe('FIELD');
    });

    test('members: whole, in pages, and what changed since, tombstones included', async () => {
      const room = await alice.room();
      const people = [alice];
      for (let i = 0; i < 5; i += 1) people.push(await person(store, `p${i}`));
      for (const one of people.slice(1)) await one.join(room);
      const all: string[] = [];
      let [after, version] = ['', 0];
      do {
        const { result } = await alice.call(members, { conversation: room, limit: 2, after });
        all.push(...result.members.map(({ user }) => user));
        version = result.version ?? 0;
        expect(version).toBe(6);
        if (after === '') await people[1]!.call(leave, { conversation: room });
        after = result.next;
      } while (after !== '');
      expect(all.toSorted()).toEqual(people.map(({ user }) => user as string).toSorted());
      await bob.join(room);
      const since = await alice.call(members, { conversation: room, since: version });
      expect(since.result).toMatchObject({ version: 8, reset: false, next: '' });
      expect(since.result.members).toMatchObject([
        { user: people[1]!.user, left: Reason_Code.LEFT },
        { user: bob.user },
      ]);
      expect(since.result.users).toHaveLength(2);
      expect((await alice.call(members, { conversation: room, since: 8 })).result.members).toEqual(
        [],
      );
      const reset = await alice.call(members, { conversation: room, since: 99 });
      expect(reset.result.reset).toBe(true);
      expect(reset.result.members).toHaveLength(6);
      for (const bad of ['x', '1.2.3', '2.1.1.1', '0.1.1.99999999999999999', '0.9999999999.1.1'])
        expect(await reasonOf(alice.call(members, { conversation: room, after: bad }))).toBe(
          'FIELD',
        );
      expect(await reasonOf(charlie.call(members, { conversation: room }))).toBe('NOT_A_MEMBER');
    });

    test('presence: members of a conversation each other, users those they share one with', async () => {
      const room = await alice.room();
      await bob.join(room);
      const stranger = await person(store, 'dora');
      const asked: PresenceTarget[] = [];
      const socket = {
        watch: (target: PresenceTarget) => (asked.push(target), { present: [bob.user], count: 1 }),
        unwatch: (target: PresenceTarget) => void asked.push(target),
      };
      const watching = { socket: socket as never };
      const { result } = await alice.call(subscribe, { conversation: room }, watching);
      expect(result).toMatchObject({ present: [bob.user], count: 1 });
      const users = [bob.user, stranger.user, alice.user, formatId('usr', 5)];
      await alice.call(subscribe, { users }, watching);
      await alice.call(unsubscribe, { users: [stranger.user] }, watching);
      expect(asked[0]).toEqual({ conversation: room, sight: { apart: [], isBlind: false } });
      expect(asked[1]?.users?.toSorted()).toEqual([alice.user, bob.user].toSorted());
      expect(asked[2]).toEqual({ users: [stranger.user] });
      asked.length = 0;
      const refused = [
        [{ conversation: room }, 'NOT_A_MEMBER'],
        [{ conversation: alice.self }, 'UNKNOWN'],
        [{}, 'FIELD'],
        [{ conversation: room, users: [bob.user] }, 'FIELD'],
      ] as const;
      for (const [args, reason] of refused)
        expect(
          await reasonOf(
            stranger.call(subscribe, args as { conversation: ConversationId }, watching),
          ),
        ).toBe(reason);
      expect(await reasonOf(alice.call(subscribe, { conversation: room }))).toBe('DOOR');
      expect(asked).toEqual([]);
    });
  },
);
