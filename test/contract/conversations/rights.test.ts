// What rooms and groups decide for themselves: who may do what, who may only read for a time, what newcomers see.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  Conversation_Kind as Kind,
  Member_Role as Role,
  Notice_Kind,
  unread,
  type ConversationId,
} from '@hubbub/protocol';
import { add as makeAdd } from '../../../packages/server/src/features/conversation/add.ts';
import { announce } from '../../../packages/server/src/features/conversation/announce.ts';
import { get } from '../../../packages/server/src/features/conversation/get.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { members } from '../../../packages/server/src/features/conversation/members.ts';
import { mute } from '../../../packages/server/src/features/conversation/mute.ts';
import { setRights } from '../../../packages/server/src/features/conversation/set-rights.ts';
import { setRole } from '../../../packages/server/src/features/conversation/set-role.ts';
import { update } from '../../../packages/server/src/features/conversation/update.ts';
import { create as createInvite } from '../../../packages/server/src/features/invite/create.ts';
import { set as mark } from '../../../packages/server/src/features/mark/set.ts';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { forward } from '../../../packages/server/src/features/message/forward.ts';
import { get as getMessages } from '../../../packages/server/src/features/message/get.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { pin } from '../../../packages/server/src/features/message/pin.ts';
import { pins } from '../../../packages/server/src/features/message/pins.ts';
import { react } from '../../../packages/server/src/features/message/react.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { search as makeSearch } from '../../../packages/server/src/features/message/search.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import { vote } from '../../../packages/server/src/features/message/vote.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, knownAfter, person, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

const windows = { windows: () => ({ editMs: 0, recallMs: 0 }) };
const [edit, recall] = [makeEdit(windows), makeRecall(windows)];
const add = makeAdd({ groupMembers: () => 500 });
const search = makeSearch({ searches: { charge: () => Promise.resolve() } });
const text = (value: string) => ({ case: 'text' as const, value });
const question = { question: 'q', options: [{ text: 'a' }, { text: 'b' }] };
const poll = {
  case: 'card' as const,
  value: { kind: { case: 'poll' as const, value: question } },
};

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'rights on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let aheadMs = 0;
    let alice: Person, bob: Person, charlie: Person;
    let group: ConversationId;
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open({ clock: () => Date.now() + aheadMs });
    });
    afterAll(() => database.remove());

    const cast = async () => {
      aheadMs = 0;
      alice = await person(store, 'alice');
      bob = await person(store, 'bob');
      charlie = await person(store, 'charlie');
      group = await alice.group([bob.user]);
    };
    const say = (one: Person, more: object = {}, conversation = group) =>
      one.call(send, {
        conversation,
        clientMsgId: crypto.randomUUID(),
        content: text('hello'),
        ...more,
      });

    test('who is muted reads and takes back; nothing that others would see as said', async () => {
      await cast();
      const own = (await say(bob)).result.message!.seq!;
      const asked = (await say(alice, { content: poll })).result.message!.seq!;
      await alice.call(setRights, {
        conversation: group,
        rights: { pin: 1, invite: 1, change: 1 },
      });
      const room = await alice.room();
      await bob.join(room);
      const whisper = await bob.whisper(room, alice.user);
      const aside = (await say(bob, {}, whisper)).result.message!.seq!;
      const choice = (await say(alice, { content: poll }, whisper)).result.message!.seq!;
      await bob.call(react, { conversation: whisper, seq: aside, emoji: '🎉', on: true });
      await bob.call(react, { conversation: group, seq: asked, emoji: '👍', on: true });
      for (const conversation of [group, room])
        await alice.call(mute, { conversation, user: bob.user, seconds: 60 });

      const it = { conversation: group, seq: own };
      const refused = await Promise.all([
        reasonOf(say(bob)),
        reasonOf(say(bob, {}, room)),
        reasonOf(say(bob, {}, whisper)),
        reasonOf(bob.call(edit, { ...it, content: text('y') })),
        reasonOf(bob.call(react, { ...it, emoji: '👍', on: true })),
        reasonOf(bob.call(vote, { conversation: group, seq: asked, options: [0] })),
        reasonOf(bob.call(pin, it)),
        reasonOf(bob.call(edit, { conversation: whisper, seq: aside, content: text('y') })),
        reasonOf(bob.call(react, { conversation: whisper, seq: aside, emoji: '👍', on: true })),
        reasonOf(bob.call(vote, { conversation: whisper, seq: choice, options: [0] })),
        reasonOf(bob.call(pin, { conversation: whisper, seq: aside })),
        reasonOf(bob.call(forward, { conversation: group, seqs: [own], to: [group] })),
        reasonOf(bob.call(update, { conversation: group, title: 'mine' })),
        reasonOf(bob.call(createInvite, { conversation: group })),
      ]);
      expect(new Set(refused)).toEqual(new Set(['MUTED']));
      await bob.call(history, { conversation: group });
      await bob.call(mark, { conversation: group, read: asked });
      await bob.call(react, { conversation: group, seq: asked, emoji: '👍', on: false });
      await bob.call(react, { conversation: whisper, seq: aside, emoji: '🎉', on: false });
      await bob.call(recall, { conversation: whisper, seq: aside });
      await bob.call(recall, it);
      await bob.call(leave, { conversation: room });
    });

    test('says until when, and ends by itself, without a write', async () => {
      await cast();
      const told = await alice.call(mute, { conversation: group, user: bob.user, seconds: 60 });
      const until = told.result.change!.members[0]!.mutedUntil!;
      const refused = await say(bob).catch((error: unknown) => error as Error);
      const refusal = refused as Error & { retryAfterMs: number };
      expect(refusal.message).toContain(
        new Date(Number(until.seconds) * 1000).toISOString().slice(0, 18),
      );
      expect(refusal.retryAfterMs).toBeWithin(1, 60_001);
      const { version } = changeIn(await alice.pull(), group)!;
      aheadMs = 59_000;
      expect(await reasonOf(say(bob))).toBe('MUTED');
      aheadMs = 60_000;
      expect((await say(bob)).result.message?.version).toBe((version ?? 0) + 1);
    });

    test('ended early, and kept over leaving and coming back', async () => {
      await cast();
      const room = await alice.room();
      await bob.join(room);
      const him = { conversation: room, user: bob.user };
      await alice.call(mute, { ...him, seconds: 3_600 });
      await bob.call(leave, { conversation: room });
      const back = await bob.join(room);
      expect(
        back.result.change?.members.find(({ user }) => user === bob.user)?.mutedUntil,
      ).toBeDefined();
      expect(await reasonOf(say(bob, {}, room))).toBe('MUTED');
      await alice.call(mute, { ...him, seconds: 0 });
      expect((await alice.call(mute, { ...him, seconds: 0 })).streams).toEqual([]);
      await say(bob, {}, room);
      const { result } = await alice.call(members, { conversation: room });
      expect(result.members.every(({ mutedUntil }) => mutedUntil === undefined)).toBe(true);
    });

    test('whom one may mute: those below; nobody oneself', async () => {
      await cast();
      await alice.call(add, { conversation: group, users: [charlie.user] });
      await alice.call(setRole, { conversation: group, user: bob.user, role: Role.ADMIN });
      const tried = (one: Person, user: string) =>
        reasonOf(one.call(mute, { conversation: group, user, seconds: 60 }));
      expect(await tried(bob, alice.user)).toBe('ROLE');
      expect(await tried(bob, bob.user)).toBe('ROLE');
      expect(await tried(charlie, bob.user)).toBe('ROLE');
      expect(await tried(alice, (await person(store, 'x')).user)).toBe('UNKNOWN');
      expect(await tried(bob, charlie.user)).toBeUndefined();
      expect(await tried(alice, bob.user)).toBeUndefined();
    });

    test('posting for admins alone mutes all members; each right moves its line', async () => {
      await cast();
      const rights = { post: Role.ADMIN, pin: Role.MEMBER, change: Role.MEMBER, mentionAll: 1 };
      const own = (await say(bob)).result.message!.seq!;
      const told = await alice.call(setRights, { conversation: group, rights });
      expect(told.result.change?.notices).toMatchObject([
        { kind: Notice_Kind.RIGHTS, actor: alice.user, role: Role.ADMIN },
      ]);
      expect(await reasonOf(say(bob))).toBe('ROLE');
      const it = { conversation: group, seq: own };
      expect(await reasonOf(bob.call(edit, { ...it, content: text('y') }))).toBe('ROLE');
      await say(alice);
      await bob.call(pin, it);
      await bob.call(update, { conversation: group, title: 'ours' });
      await bob.call(react, { ...it, emoji: '👍', on: true });
      expect(await reasonOf(bob.call(setRights, { conversation: group, rights }))).toBe('ROLE');
      await alice.call(setRights, { conversation: group, rights: { post: Role.MEMBER } });
      await say(bob, { mentionsAll: true });
      const same = await alice.call(setRights, { conversation: group, rights: { post: 1 } });
      expect(same.streams).toEqual([]);
      const { head } = changeIn(await bob.pull(), group)!;
      expect(head?.rights).toMatchObject({ post: 1, pin: 1, change: 1, mentionAll: 1, invite: 0 });
    });

    test('an admin touches no right above its own role', async () => {
      await cast();
      await alice.call(setRole, { conversation: group, user: bob.user, role: Role.ADMIN });
      const set = (one: Person, rights: object) =>
        reasonOf(one.call(setRights, { conversation: group, rights }));
      expect(await set(bob, { post: Role.OWNER })).toBe('ROLE');
      expect(await set(alice, { change: Role.OWNER })).toBeUndefined();
      expect(await set(bob, { change: Role.ADMIN })).toBe('ROLE');
      expect(await set(bob, { post: Role.ADMIN })).toBeUndefined();
    });

    test('description, picture and announcement stand in the head; strangers see no announcement', async () => {
      await cast();
      const room = await alice.room();
      await bob.join(room);
      const said = { conversation: room, text: ' Meeting at noon\r\n in the hall ' };
      const told = await alice.call(announce, said);
      expect(told.result.change?.notices).toMatchObject([{ kind: Notice_Kind.ANNOUNCED }]);
      await alice.call(update, { conversation: room, about: 'All about books' });
      const { head } = changeIn(await bob.pull(), room)!;
      expect(head).toMatchObject({
        about: 'All about books',
        announcement: { text: 'Meeting at noon\n in the hall', author: alice.user },
      });
      expect((await alice.call(announce, said)).streams).toEqual([]);
      expect(await reasonOf(bob.call(announce, said))).toBe('ROLE');
      const { result: seen } = await charlie.call(get, { conversation: room });
      expect(seen.conversation).toMatchObject({ about: 'All about books' });
      expect(seen.conversation?.announcement).toBeUndefined();
      const gone = await alice.call(announce, { conversation: room, text: '' });
      expect(gone.result.conversation?.announcement).toBeUndefined();
      expect(gone.result.change?.notices).toEqual([]);
      expect(gone.result.conversation?.about).toBe('All about books');
      for (const title of ['', ' '])
        expect(await reasonOf(alice.call(update, { conversation: room, title }))).toBe('FIELD');
    });

    test.each([Kind.GROUP, Kind.ROOM])(
      'newcomers of a %p see from joining, by no way more',
      async (kind) => {
        await cast();
        const place = kind === Kind.ROOM ? await alice.room() : group;
        const old = (await say(alice, {}, place)).result.message!.seq!;
        await alice.call(pin, { conversation: place, seq: old });
        const answer = await say(alice, { replyTo: old }, place);
        await enter(charlie, place);
        await say(alice, { replyTo: old }, place);
        const seen = await allSeen(charlie, place);
        expect(seen).toEqual([3]);
        const it = { conversation: place };
        expect((await charlie.call(pins, it)).result.messages).toEqual([]);
        expect(
          (await charlie.call(getMessages, { ...it, seqs: [old, 2] })).result.messages,
        ).toEqual([]);
        expect(await reasonOf(charlie.call(forward, { ...it, seqs: [old], to: [place] }))).toBe(
          'UNKNOWN',
        );
        expect(await reasonOf(say(charlie, { replyTo: old }, place))).toBe('UNKNOWN');
        expect(answer.result.message?.seq).toBe(2);
      },
    );

    test.each([Kind.GROUP, Kind.ROOM])(
      'or all, as a %p decides; none of it unread',
      async (kind) => {
        await cast();
        const place = kind === Kind.ROOM ? await alice.room() : group;
        const old = (await say(alice, {}, place)).result.message!.seq!;
        await alice.call(pin, { conversation: place, seq: old });
        await alice.call(setRights, { conversation: place, showsPast: true });
        await enter(charlie, place);
        expect(await allSeen(charlie, place)).toEqual([1]);
        expect((await charlie.call(pins, { conversation: place })).result.messages.length).toBe(1);
        const { own, seq = 0 } = changeIn(await charlie.pull(), place)!.head!;
        expect(own).toMatchObject({ joinSeq: 1, readSeq: 1 });
        expect(unread({ ...(own as never as Parameters<typeof unread>[0]), seq })).toBe(0);
        // It is for those who come in from then on: who was there keeps what it sees.
        await alice.call(setRights, { conversation: place, showsPast: false });
        expect(await allSeen(charlie, place)).toEqual([1]);
      },
    );

    /** By history, by a search, by a pull from nothing and from the version before. */
    async function allSeen(one: Person, conversation: ConversationId): Promise<number[]> {
      const listed = await one.pull();
      const whole = await one.pull({ only: [conversation] });
      const known = knownAfter(listed).map((each) =>
        each.conversation === conversation ? { ...each, version: 1 } : each,
      );
      const since = await one.pull({ known });
      const { result } = await one.call(history, { conversation, limit: 100 });
      const seqs = [listed, whole, since].flatMap(
        (pulled) => changeIn(pulled, conversation)?.messages.map(({ seq = 0 }) => seq) ?? [],
      );
      for (const { seq = 0 } of result.messages) seqs.push(seq);
      const found = await one.call(search, { query: 'hello', conversation });
      for (const { message } of found.result.hits) seqs.push(message?.seq ?? 0);
      return [...new Set(seqs)].toSorted((a, b) => a - b);
    }

    async function enter(one: Person, place: ConversationId): Promise<void> {
      if (place === group) await alice.call(add, { conversation: group, users: [one.user] });
      else await one.join(place);
    }
  },
);
