import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { ConversationId, Message } from '@hubbub/protocol';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { forward } from '../../../packages/server/src/features/message/forward.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { openHouse, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

const needs = { windows: () => ({ editMs: 0, recallMs: 0 }) };
const [edit, recall] = [makeEdit(needs), makeRecall(needs)];

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'forwarding on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let alice: Person;
    let bob: Person;
    let charlie: Person;
    beforeAll(async () => {
      ({ database, alice, bob, charlie } = await openHouse(engine));
    });
    afterAll(() => database.remove());

    const pass = (one: Person, conversation: ConversationId, more: object) =>
      one.call(forward, { conversation, seqs: [1], clientKey: crypto.randomUUID(), ...more });
    const said = async (one: Person, conversation: ConversationId) =>
      (await one.call(history, { conversation })).result.messages;
    const brief = ({ origin, content }: Message) => [
      content.value,
      [origin?.sender, origin?.conversation, origin?.seq],
    ];

    test('is said again in order, everywhere or nowhere, by the caller', async () => {
      const room = await alice.room();
      await bob.join(room);
      for (const text of ['one', 'two', 'three']) await alice.say(room, text);
      const [group, direct] = [await bob.group([charlie.user]), await bob.direct(charlie.user)];
      const to = [direct, group];
      const { result, streams } = await pass(bob, room, { seqs: [3, 1, 3], to });
      expect(result.messages.map(({ conversation }) => conversation)).toEqual(
        [direct, direct, group, group].toSorted((a, b) => (a < b ? -1 : 1)) as string[],
      );
      // Of the direct, its first message also makes charlie a member.
      expect(new Set(streams.map(({ conversation }) => conversation as string))).toEqual(
        new Set([direct, group, charlie.self] as string[]),
      );
      for (const place of to) {
        const messages = await said(charlie, place);
        expect(messages.map(brief)).toEqual([
          ['one', [alice.user, room, 1]],
          ['three', [alice.user, room, 3]],
        ]);
        expect(messages.every(({ sender }) => sender === bob.user)).toBe(true);
      }
      const foreign = await charlie.room();
      expect(await reasonOf(pass(bob, room, { to: [...to, foreign] }))).toBe('NOT_A_MEMBER');
      expect(await said(charlie, group)).toHaveLength(2);
    });

    test('once, whatever happened since; the key is for this forwarding only', async () => {
      const [room, other] = [await alice.room(), await alice.room()];
      await alice.say(room, 'one');
      const args = { to: [other], clientKey: `k${room}` };
      const first = await pass(alice, room, args);
      const again = await pass(alice, room, args);
      expect(again.result).toMatchObject({ repeated: true });
      expect(again.result.messages).toEqual(first.result.messages);
      expect(again.emissions).toEqual([]);
      expect(await reasonOf(pass(alice, room, { ...args, to: [alice.self] }))).toBe('KEY_REUSED');
      await alice.call(recall, { conversation: room, seq: 1 });
      await alice.call(recall, { conversation: other, seq: 1 });
      const stub = await pass(alice, room, args);
      expect(stub.result.messages).toMatchObject([{ seq: 1, recalled: true, content: {} }]);
      await bob.join(other);
      await alice.call(leave, { conversation: other });
      expect((await pass(alice, room, args)).result.messages).toEqual([]);
      // A message of one's own that is called like the copy would be.
      await alice.call(send, {
        conversation: alice.self,
        clientMsgId: `x${room}/0`,
        content: { case: 'text', value: 'mine' },
      });
      await alice.say(room, 'two');
      const clash = { seqs: [2], to: [alice.self], clientKey: `x${room}` };
      expect(await reasonOf(pass(alice, room, clash))).toBe('KEY_REUSED');
    });

    test('it tells as much of where it was said as its readers might know', async () => {
      const room = await alice.room();
      await bob.join(room);
      const places = {
        group: await alice.group([bob.user]),
        direct: await alice.direct(bob.user),
        whisper: await alice.whisper(room, bob.user),
        self: alice.self,
      };
      const target = await alice.group([charlie.user]);
      for (const place of Object.values(places)) {
        const { result } = await alice.say(place, 'private');
        await pass(alice, place, { seqs: [result.message?.seq ?? 0], to: [target] });
      }
      const told = (await said(charlie, target)).map(brief);
      const nothing = ['private', ['', '', 0]];
      expect(told).toEqual([['private', [alice.user, '', 0]], nothing, nothing, nothing]);
      // Forwarded again it tells what it told, not more.
      const hall = await charlie.room();
      await charlie.call(forward, { conversation: target, seqs: [1, 2], to: [hall] });
      expect((await said(charlie, hall)).map(brief)).toEqual(told.slice(0, 2));
      const pulled = Bun.inspect(await charlie.pull(), { depth: 20 });
      for (const place of [places.group, places.direct, places.whisper])
        expect(pulled).not.toContain(place);
    });

    test('only what the caller sees and what stands; nobody edits another’s words', async () => {
      const [room, other] = [await alice.room(), await bob.room()];
      await alice.say(room, 'before bob');
      await bob.join(room);
      await alice.say(room, 'two');
      await alice.say(room, 'three');
      const to = [other];
      expect(await reasonOf(pass(bob, room, { seqs: [1], to }))).toBe('UNKNOWN');
      expect(await reasonOf(pass(bob, room, { seqs: [2, 9], to }))).toBe('UNKNOWN');
      expect(await reasonOf(pass(charlie, room, { seqs: [2], to: [charlie.self] }))).toBe(
        'NOT_A_MEMBER',
      );
      await alice.call(recall, { conversation: room, seq: 3 });
      expect(await reasonOf(pass(bob, room, { seqs: [2, 3], to }))).toBe('RECALLED');
      expect(await said(bob, other)).toEqual([]);
      await pass(bob, room, { seqs: [2], to });
      const content = { case: 'text', value: 'alice said no' } as const;
      const put = bob.call(edit, { conversation: other, seq: 1, content, clientKey: 'e' });
      expect(await reasonOf(put)).toBe('CONTENT');
    });
  },
);
