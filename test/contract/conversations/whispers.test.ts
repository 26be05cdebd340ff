import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { Conversation_Kind, Reason_Code, type Change, type ConversationId } from '@hubbub/protocol';
import { delete as deleteConversation } from '../../../packages/server/src/features/conversation/delete.ts';
import { get } from '../../../packages/server/src/features/conversation/get.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { list } from '../../../packages/server/src/features/conversation/list.ts';
import { members } from '../../../packages/server/src/features/conversation/members.ts';
import { purgeConversation } from '../../../packages/server/src/features/conversation/purge.ts';
import { remove } from '../../../packages/server/src/features/conversation/remove.ts';
import { whisper } from '../../../packages/server/src/features/conversation/whisper.ts';
import { set as setMark } from '../../../packages/server/src/features/mark/set.ts';
import { get as getMessages } from '../../../packages/server/src/features/message/get.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { readDifference } from '../../../packages/server/src/store/difference-store.ts';
import { readWhispers } from '../../../packages/server/src/store/whisper-end-store.ts';
import { conversationKey } from '../../../packages/server/src/store/stream.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { engines, type TestDatabase } from '../store/engines.ts';
import {
  changeIn,
  idOf,
  knownAfter,
  main,
  openHouse,
  person,
  reasonOf,
  type Person,
} from './house.ts';

const secret = 'xyzzy between the two of us';

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'whispers on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person;
    let bob: Person;
    let charlie: Person;
    let room: ConversationId;

    beforeAll(async () => {
      ({ database, store, alice, bob, charlie } = await openHouse(engine));
    }, 60_000);
    afterAll(() => database.remove());

    const fullRoom = async () => {
      room = await alice.room();
      await bob.join(room);
      await charlie.join(room);
    };

    test('found or made by the room and who is in it', async () => {
      await fullRoom();
      const made = await alice.call(whisper, { room, users: [bob.user], clientKey: 'w' });
      expect(made.result.conversation).toMatchObject({
        kind: Conversation_Kind.WHISPER,
        parent: room,
        users: [alice.user, bob.user].toSorted(),
        seq: 0,
      });
      expect(made.result.change?.reset).toBe(true);
      // Empty, it is its creator's alone.
      expect(made.streams.map(({ conversation }) => conversation)).toEqual([alice.self]);
      const id = idOf(made);
      expect(await alice.whisper(room, bob.user)).toBe(id);
      expect(await bob.whisper(room, alice.user)).toBe(id);
      expect(await alice.whisper(room, bob.user, charlie.user)).not.toBe(id);
      expect(
        (await alice.call(whisper, { room, users: [bob.user], clientKey: 'w' })).result,
      ).toMatchObject({ repeated: true, conversation: { id } });
      const other = await alice.room();
      await bob.join(other);
      expect(await alice.whisper(other, bob.user)).not.toBe(id);
      const direct = await alice.direct(bob.user);
      expect(direct).not.toBe(id);
    });

    test('only in rooms, among their members, with somebody', async () => {
      await fullRoom();
      const stranger = await person(store, 'dora');
      const asked = [
        () => alice.whisper(room, stranger.user),
        () => alice.whisper(room, alice.user),
        () => stranger.whisper(room, bob.user),
        async () => alice.whisper(await alice.group([bob.user]), bob.user),
        async () => stranger.whisper(await alice.group([bob.user]), bob.user),
      ];
      const reasons: unknown[] = [];
      for (const ask of asked) reasons.push(await reasonOf(ask()));
      expect(reasons).toEqual(['UNKNOWN', 'KIND', 'NOT_A_MEMBER', 'KIND', 'UNKNOWN']);
    });

    test('its first message brings the other in, at its place in the room', async () => {
      await fullRoom();
      await alice.say(room, 'one');
      await alice.say(room, 'two');
      const id = await alice.whisper(room, bob.user);
      const { result, streams } = await alice.say(id, secret);
      expect(result.message).toMatchObject({ seq: 1, anchor: 2 });
      const [change, self] = streams;
      expect(change?.audience.toSorted()).toEqual([alice.user, bob.user].toSorted());
      expect(change?.change.messages).toMatchObject([{ anchor: 2 }]);
      expect(self?.conversation).toBe(bob.self);
      await alice.say(room, 'three');
      await bob.say(id, 'heard');
      const { messages } = (await bob.call(history, { conversation: id })).result;
      expect(messages.map(({ anchor }) => anchor)).toEqual([2, 3]);
      const pulled = changeIn(await bob.pull(), id);
      expect(pulled?.messages).toMatchObject([{ seq: 2, anchor: 3 }]);
      expect(pulled?.head?.own).toMatchObject({ lastSentSeq: 2, joinSeq: 1 });
      const [got] = (await bob.call(getMessages, { conversation: id, seqs: [1] })).result.messages;
      expect(got).toMatchObject({ anchor: 2 });
    });

    test('is nowhere for anybody else', async () => {
      await fullRoom();
      const before = knownAfter(await charlie.pull());
      const version = before.find(({ conversation }) => conversation === room)?.version;
      const id = await alice.whisper(room, bob.user);
      const { streams } = await alice.say(id, secret);
      await bob.say(id, secret);
      for (const { conversation, audience } of streams) {
        expect(conversation).not.toBe(room);
        expect(audience).not.toContain(charlie.user);
      }
      const outsider = await person(store, 'dora');
      for (const other of [charlie, outsider]) {
        const conversation = id;
        const attempts = [
          other.call(get, { conversation }),
          other.call(members, { conversation }),
          other.call(history, { conversation }),
          other.call(getMessages, { conversation, seqs: [1] }),
          other.call(setMark, { conversation, read: 1 }),
          other.call(leave, { conversation }),
          other.call(remove, { conversation, user: bob.user }),
          other.join(conversation),
          other.say(conversation, 'x'),
        ];
        expect(new Set(await Promise.all(attempts.map(reasonOf)))).toEqual(new Set(['UNKNOWN']));
        const seen = [
          await other.pull({ known: other === charlie ? before : [] }),
          await other.pull({ only: [id] }),
          (await other.call(list, {})).result,
          (await other.call(list, { joined: true })).result,
          (await other.call(get, { conversation: room })).result,
        ];
        const text = Bun.inspect(seen, { depth: 20 });
        expect(text).not.toContain(secret);
        expect(Bun.inspect(seen.toSpliced(1, 1), { depth: 20 })).not.toContain(id);
      }
      const roomNow = changeIn(await charlie.pull({ only: [room] }), room);
      expect(roomNow?.version).toBe(version as number);
      expect(roomNow?.head).toMatchObject({ seq: 0 });
    });

    test('leaving the room leaves its whispers; back in it, one is in again from the next message', async () => {
      await fullRoom();
      const id = await alice.whisper(room, bob.user, charlie.user);
      await alice.say(id, 'first');
      const known = knownAfter(await bob.pull());
      const { streams } = await bob.call(leave, { conversation: room });
      const ended = streams.find(({ conversation }) => conversation === id);
      expect(streams[0]?.conversation).toBe(room);
      expect(ended?.left as unknown).toEqual([bob.user]);
      expect(ended?.audience).toContain(charlie.user);
      expect(ended?.change.members).toMatchObject([{ user: bob.user, left: Reason_Code.LEFT }]);
      await alice.say(id, 'without bob');
      expect(changeIn(await bob.pull({ known }), id)?.gone).toBe(Reason_Code.NOT_FOUND);
      expect(await reasonOf(bob.say(id, 'x'))).toBe('UNKNOWN');

      await bob.join(room);
      expect(changeIn(await bob.pull(), id)).toBeUndefined();
      const said = await alice.say(id, 'with bob');
      expect(said.streams.map(({ conversation }) => conversation)).toContain(bob.self);
      const { messages } = (await bob.call(history, { conversation: id })).result;
      expect(messages.map(({ seq }) => seq)).toEqual([3]);
    });

    test('who is back may open it, and sees from then on', async () => {
      await fullRoom();
      const id = await alice.whisper(room, bob.user);
      await alice.say(id, 'first');
      await alice.call(leave, { conversation: room });
      expect(await reasonOf(bob.say(id, 'nobody there'))).toBe('NOT_ACCEPTING');
      await alice.join(room);
      expect(await alice.whisper(room, bob.user)).toBe(id);
      await alice.say(id, 'again');
      const { messages } = (await alice.call(history, { conversation: id })).result;
      expect(messages.map(({ seq }) => seq)).toEqual([2]);
    });

    test('who is sent out of the room is out of its whispers', async () => {
      await fullRoom();
      const id = await bob.whisper(room, charlie.user);
      await bob.say(id, secret);
      const { streams } = await alice.call(remove, { conversation: room, user: bob.user });
      const ended = streams.find(({ conversation }) => conversation === id);
      expect(ended?.change.members).toMatchObject([{ user: bob.user, left: Reason_Code.KICKED }]);
      // Who removes is told of the room alone.
      expect(streams[0]?.conversation).toBe(room);
      expect(ended?.audience).not.toContain(alice.user);
      expect(await reasonOf(bob.call(history, { conversation: id }))).toBe('UNKNOWN');
    });

    test('ends with the room, and its rows go', async () => {
      await fullRoom();
      const id = await alice.whisper(room, bob.user);
      await alice.say(id, secret);
      const known = knownAfter(await bob.pull());
      const { streams } = await alice.call(deleteConversation, { conversation: room });
      const ended = streams.find(({ conversation }) => conversation === id);
      expect(ended?.change).toMatchObject({ base: 2, version: 3, head: { deleted: true } });
      expect(changeIn(await bob.pull({ known }), id)?.gone).toBe(Reason_Code.NOT_FOUND);
      expect(await reasonOf(alice.call(history, { conversation: id }))).toBe('UNKNOWN');
      const stored = () => store.read(main, readDifference, { conversation: id, base: 0 });
      expect(await stored()).toBeDefined();
      await purgeConversation(store, main, { conversation: conversationKey(room) });
      expect(await stored()).toBeUndefined();
    });

    test('what a repair reads goes to its members', async () => {
      await fullRoom();
      const id = await alice.whisper(room, bob.user);
      await alice.say(id, secret);
      const found = await store.read(main, readDifference, { conversation: id, base: 0 });
      expect(found?.audience.toSorted()).toEqual([alice.user, bob.user].toSorted());
    });

    test('writes at once, in all directions, end in one state without a deadlock', async () => {
      await fullRoom();
      const ids = [
        await alice.whisper(room, bob.user),
        await alice.whisper(room, charlie.user),
        await bob.whisper(room, charlie.user),
      ];
      const [ab, ac, bc] = ids as [ConversationId, ConversationId, ConversationId];
      const rounds = Array.from({ length: 20 }, async (_, i) => {
        const said = [
          alice.say(ab, `a${i}`),
          charlie.say(ac, `c${i}`),
          bob.say(bc, `b${i}`),
          alice.say(room, `r${i}`),
        ];
        return i === 10 ? [...said, bob.call(leave, { conversation: room }), bob.join(room)] : said;
      });
      const asked = (await Promise.all(rounds)).flat() as Promise<unknown>[];
      const reasons = new Set(await Promise.all(asked.map(reasonOf)));
      for (const reason of reasons)
        expect([undefined, 'UNKNOWN', 'NOT_ACCEPTING']).toContain(reason as never);
      expect(await store.read(main, readWhispers, { room, user: alice.user })).toHaveLength(2);
      const anchors = (change: Change | undefined) =>
        change?.messages.map(({ anchor }) => anchor) ?? [];
      for (const id of [ab, ac]) {
        const found = anchors(changeIn(await alice.pull({ only: [id] }), id));
        expect(found).toEqual(found.toSorted((a, b) => a - b));
      }
    });
  },
);
