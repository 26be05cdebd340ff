// All that may happen in a whisper, and all that anybody else gets meanwhile: told, pulled, read, searched, exported. Nothing of
// the one is in the other, neither what was said nor that there is a whisper.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { unread, type ConversationId } from '@hubbub/protocol';
import { get } from '../../../packages/server/src/features/conversation/get.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { list } from '../../../packages/server/src/features/conversation/list.ts';
import { members } from '../../../packages/server/src/features/conversation/members.ts';
import { set as mark } from '../../../packages/server/src/features/mark/set.ts';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { pin } from '../../../packages/server/src/features/message/pin.ts';
import { pins } from '../../../packages/server/src/features/message/pins.ts';
import { react } from '../../../packages/server/src/features/message/react.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { search as makeSearch } from '../../../packages/server/src/features/message/search.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import { readDifference } from '../../../packages/server/src/store/difference-store.ts';
import { nextPlace, ownMessages } from '../../../packages/server/src/store/own-data-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, main, person, reasonOf, type Person, type Told } from './house.ts';

setDefaultTimeout(databaseMs);

const secret = 'xyzzy';
const windows = { windows: () => ({ editMs: 0, recallMs: 0 }) };
const [edit, recall] = [makeEdit(windows), makeRecall(windows)];
const search = makeSearch({ searches: { charge: () => Promise.resolve() } });
const text = (value: string) => ({ case: 'text' as const, value });

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'the privacy of whispers on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person, bob: Person, charlie: Person;
    let room: ConversationId, whisper: ConversationId;
    const told: Told<unknown>[] = [];
    const keep = async <O>(telling: Promise<Told<O>>): Promise<Told<O>> => {
      const one = await telling;
      told.push(one);
      return one;
    };
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open();
      alice = await person(store, 'alice');
      bob = await person(store, 'bob');
      charlie = await person(store, 'charlie');
      room = await alice.room();
      for (const one of [bob, charlie]) await one.join(room);
      whisper = await alice.whisper(room, bob.user);
    });
    afterAll(() => database.remove());

    test('said, answered, changed, left and come back to: only those in it are told', async () => {
      const say = (one: Person, more: object = {}) =>
        keep(
          one.call(send, {
            conversation: whisper,
            clientMsgId: crypto.randomUUID(),
            content: text(`${secret} ${crypto.randomUUID()}`),
            ...more,
          }),
        );
      const it = (seq: number) => ({ conversation: whisper, seq });
      await say(alice);
      await say(bob, { replyTo: 1, mentions: [alice.user] });
      await say(alice, { mentionsAll: true });
      await keep(alice.call(edit, { ...it(1), content: text(`${secret} edited`) }));
      await keep(bob.call(react, { ...it(1), emoji: '👍', on: true }));
      await keep(bob.call(pin, it(1)));
      await keep(alice.call(recall, it(3)));
      await keep(bob.call(mark, { conversation: whisper, read: 1 }));
      expect(await unreadOf(bob, whisper)).toBe(0);
      await say(alice);
      expect(await unreadOf(bob, whisper)).toBe(1);
      await keep(bob.call(leave, { conversation: room }));
      expect(await reasonOf(bob.call(history, { conversation: whisper }))).toBe('UNKNOWN');
      expect(await reasonOf(say(alice))).toBe('NOT_ACCEPTING');
      await keep(bob.join(room));
      await say(alice);
      const back = (await bob.call(history, { conversation: whisper })).result.messages;
      expect(back.map((message) => message.seq)).toEqual([5]);

      for (const { streams } of told)
        for (const { conversation, audience, ...rest } of streams) {
          const isOfThem = audience.length > 0 && !audience.includes(charlie.user);
          const shown = Bun.inspect(rest, { depth: 20 });
          const isClean = !shown.includes(secret) && !shown.includes(whisper);
          expect({ conversation, fits: isOfThem || (conversation === room && isClean) }).toEqual({
            conversation,
            fits: true,
          });
        }
    });

    test('nothing of it is in whatever the others pull, read, find and export', async () => {
      const it = { conversation: room };
      const seen = [
        await charlie.pull(),
        await charlie.pull({ only: [room] }),
        (await charlie.call(list, {})).result,
        (await charlie.call(list, { joined: true })).result,
        (await charlie.call(get, it)).result,
        (await charlie.call(members, it)).result,
        (await charlie.call(history, it)).result,
        (await charlie.call(pins, it)).result,
        (await charlie.call(search, { query: secret })).result,
        (await charlie.call(search, { query: secret, conversation: room })).result,
        await store.read(main, readDifference, { conversation: room, base: 0 }),
        ...(await exported(charlie)),
      ];
      expect(Bun.inspect(seen, { depth: 20 })).not.toMatch(new RegExp(`${secret}|${whisper}`));
      const refused = [
        charlie.call(search, { query: secret, conversation: whisper }),
        charlie.call(pins, { conversation: whisper }),
        charlie.call(history, { conversation: whisper }),
      ];
      expect(new Set(await Promise.all(refused.map(reasonOf)))).toEqual(new Set(['UNKNOWN']));
      expect(await unreadOf(charlie, room)).toBe(0);
      // Those in it do find it.
      expect((await alice.call(search, { query: secret })).result.hits.length).toBeGreaterThan(0);
    });

    async function unreadOf(one: Person, conversation: ConversationId): Promise<number> {
      const { own, seq = 0 } = changeIn(await one.pull(), conversation)!.head!;
      const { joinSeq = 0, recalled = 0 } = own!;
      return unread({ ...own!, seq, joinSeq, recalled });
    }

    /** What an export reads of conversations (features/export). */
    async function exported({ user }: Person): Promise<unknown[]> {
      const found: unknown[] = [];
      let place = await store.read(main, nextPlace, { user, after: 0 });
      while (place !== undefined) {
        const { conversation, key } = place;
        const of = { user, conversation, after: 0, limit: 100 };
        found.push(place, await store.read(main, ownMessages, of));
        place = await store.read(main, nextPlace, { user, after: key });
      }
      return found;
    }
  },
);
