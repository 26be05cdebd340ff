// Hiding: what everybody is shown in the place of a message, that nothing of it is left to be found, and what is kept of it.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  LogEvent_Kind as Event,
  Member_Role as Role,
  selfOf,
  unread,
  type ConversationId,
} from '@hubbub/protocol';
import { audit } from '../../../packages/server/src/features/conversation/audit.ts';
import { ban } from '../../../packages/server/src/features/conversation/ban.ts';
import { setRole } from '../../../packages/server/src/features/conversation/set-role.ts';
import { unban } from '../../../packages/server/src/features/conversation/unban.ts';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { edits } from '../../../packages/server/src/features/message/edits.ts';
import { forward } from '../../../packages/server/src/features/message/forward.ts';
import { get } from '../../../packages/server/src/features/message/get.ts';
import { hide } from '../../../packages/server/src/features/message/hide.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { pin } from '../../../packages/server/src/features/message/pin.ts';
import { pins } from '../../../packages/server/src/features/message/pins.ts';
import { react } from '../../../packages/server/src/features/message/react.ts';
import { reactions } from '../../../packages/server/src/features/message/reactions.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import { create as report } from '../../../packages/server/src/features/report/create.ts';
import { hideByOperator } from '../../../packages/server/src/store/hide-store.ts';
import { holdLog, placeWaiting, readLog } from '../../../packages/server/src/store/log-store.ts';
import { listReports, resolveReport } from '../../../packages/server/src/store/report-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import {
  openTranscript,
  readTranscript,
} from '../../../packages/server/src/store/transcript-store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, main, person, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

const windows = { windows: () => ({ editMs: 0, recallMs: 0 }) };
const [edit, recall] = [makeEdit(windows), makeRecall(windows)];
const text = (value: string) => ({ case: 'text', value }) as const;
const secret = 'the secret';

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'hiding on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let alice: Person, bob: Person, charlie: Person;
    let group: ConversationId;
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open();
    });
    afterAll(() => database.remove());

    const cast = async () => {
      const made = [];
      for (const name of ['alice', 'bob', 'charlie']) made.push(await person(store, name));
      [alice, bob, charlie] = made as [Person, Person, Person];
      group = await alice.group([bob.user, charlie.user]);
    };
    const say = async (by: Person, conversation: ConversationId, more: object = {}) => {
      const clientMsgId = crypto.randomUUID();
      const args = { conversation, clientMsgId, content: text(secret), ...more };
      return (await by.call(send, args)).result.message!.seq!;
    };
    const transcript = async (conversation: ConversationId) => {
      const note = {
        actor: 'operator',
        action: 'transcript.read',
        target: conversation,
        details: {},
      };
      const id = await store.write(main, openTranscript, { conversation, audit: note });
      const asked = { since: undefined, until: undefined, whispers: false, after: '', limit: 50 };
      const entry = { id, audit: note };
      return (await store.read(main, readTranscript, { conversation, ...asked, entry })).entries;
    };

    test('everybody has a stub in its place, and nothing of it is left in whatever they ask', async () => {
      await cast();
      const seq = await say(bob, group, { mentions: [charlie.user] });
      const it = { conversation: group, seq };
      const answer = await say(alice, group, { content: text('so what'), replyTo: seq });
      await bob.call(edit, { ...it, content: text(`${secret} anew`), mentions: [charlie.user] });
      await charlie.call(react, { ...it, emoji: '👍', on: true });
      await alice.call(pin, it);
      const told = await alice.call(hide, { ...it, reason: ' not here ' });
      const { message } = told.result;
      const { version = 0 } = message!;
      const stub = {
        seq,
        sender: bob.user,
        recalled: true,
        hidden: true,
        content: {},
        mentions: [],
      };
      expect(message).toMatchObject({ ...stub, recalledBy: '', pinned: false, reactions: [] });
      expect(told.streams.map(({ conversation, change }) => [conversation, change])).toEqual([
        [group, told.result.change!],
      ]);
      for (const one of [alice, bob, charlie]) {
        const pull = await one.pull({ only: [group] });
        const shown = [
          await one.call(history, { conversation: group }),
          await one.call(get, { conversation: group, seqs: [seq, answer] }),
          await one.call(edits, it),
          await one.call(pins, { conversation: group }),
          await one.call(reactions, { ...it, emoji: '👍' }),
          pull,
        ];
        expect(Bun.inspect(shown, { depth: 20 })).not.toContain(secret);
        expect(shown[0]).toMatchObject({ result: { messages: [stub, { replyTo: seq }] } });
        const { own, seq: last = 0 } = changeIn(pull, group)!.head!;
        const { joinSeq = 0, recalled = 0 } = own!;
        const count = unread({ ...own!, seq: last, joinSeq, recalled });
        expect([count, own?.mentions]).toEqual([one === alice ? 0 : 1, 0]);
      }
      // Who held it before is told in the delta.
      const delta = changeIn(
        await charlie.pull({
          epoch: store.epoch,
          known: [{ conversation: group, version: version - 1 }],
        }),
        group,
      );
      expect(delta?.messages).toMatchObject([stub]);
      expect(changeIn(await bob.pull({ only: [group] }), group)?.messages[0]?.version).toBe(
        version,
      );
    });

    test('it is final: nothing brings it back or makes more of it, and doing it again changes nothing', async () => {
      await cast();
      const seq = await say(bob, group);
      const it = { conversation: group, seq };
      const hidden = (await alice.call(hide, it)).result.message!;
      for (const by of [alice, bob]) {
        const again = await by.call(recall, it);
        expect(again.streams).toEqual([]);
        expect(again.result.message).toEqual(hidden);
      }
      expect((await alice.call(hide, it)).result).toMatchObject({ message: hidden });
      const refusals = [
        bob.call(edit, { ...it, content: text('back again') }),
        bob.call(react, { ...it, emoji: '👍', on: true }),
        alice.call(pin, it),
        bob.call(forward, { conversation: group, seqs: [seq], to: [bob.self] }),
      ];
      for (const one of refusals) expect(await reasonOf(one)).toBe('RECALLED');
      const other = await say(bob, group);
      await bob.call(recall, { conversation: group, seq: other });
      expect(await reasonOf(alice.call(hide, { conversation: group, seq: other }))).toBe(
        'RECALLED',
      );
    });

    test('owner and admins may, of rooms and groups; the record tells them who did it and why, and of nothing that changed nothing', async () => {
      await cast();
      const [first, second] = [await say(alice, group), await say(bob, group)];
      const it = { conversation: group, seq: first };
      expect(await reasonOf(bob.call(hide, it))).toBe('ROLE');
      const stranger = await person(store, 'dora');
      expect(await reasonOf(stranger.call(hide, it))).toBe('UNKNOWN');
      expect(await reasonOf(alice.call(hide, { ...it, seq: 9 }))).toBe('UNKNOWN');
      const direct = await alice.direct(bob.user);
      const room = await alice.room();
      await bob.join(room);
      const whisper = await alice.whisper(room, bob.user);
      for (const conversation of [direct, whisper, alice.self])
        expect(
          await reasonOf(alice.call(hide, { conversation, seq: await say(alice, conversation) })),
        ).toBe('ROLE');
      await alice.call(setRole, { conversation: group, user: charlie.user, role: Role.ADMIN });
      await charlie.call(hide, { ...it, reason: 'of the owner' });
      await charlie.call(hide, it);
      await alice.call(hide, { conversation: group, seq: second });
      const { entries, users } = (await charlie.call(audit, { conversation: group })).result;
      expect(entries).toMatchObject([
        {
          actor: alice.user,
          action: 'message.hide',
          target: bob.user,
          details: `{"seq":${second}}`,
        },
        { actor: charlie.user, action: 'message.hide', target: alice.user },
      ]);
      expect(JSON.parse(entries[1]!.details)).toEqual({ seq: first, reason: 'of the owner' });
      expect(users.map(({ id }) => id)).toContain(bob.user);
      expect(Bun.inspect(entries)).not.toContain(secret);
    });

    test('those who run the app hide in any conversation, and read in transcripts what it said', async () => {
      await cast();
      const room = await alice.room();
      await bob.join(room);
      const places = [await bob.direct(alice.user), await bob.whisper(room, alice.user), group];
      for (const conversation of places) {
        const seq = await say(bob, conversation);
        await bob.call(edit, { conversation, seq, content: text('worse') });
        const told = await store.write(main, hideByOperator, { conversation, seq });
        expect(told.message).toMatchObject({ hidden: true, content: {} });
        const audience = conversation === group ? [] : [alice.user, bob.user].toSorted();
        expect(told.streams.map((one) => [one.conversation, one.audience.toSorted()])).toEqual([
          [conversation, audience],
        ]);
        expect((await store.write(main, hideByOperator, { conversation, seq })).streams).toEqual(
          [],
        );
        for (const one of [alice, bob])
          expect(Bun.inspect(await one.pull({ only: [conversation] }), { depth: 20 })).not.toMatch(
            /secret|worse/,
          );
        const entry = (await transcript(conversation)).at(-1);
        expect(entry?.message).toMatchObject({ hidden: true, content: {} });
        expect(entry?.edits.map((one) => one.text)).toEqual([secret, 'worse']);
      }
      const notes = { conversation: selfOf(bob.user), seq: await say(bob, bob.self) };
      expect(await reasonOf(store.write(main, hideByOperator, notes))).toBe('KIND');
      const nowhere = { conversation: group, seq: 99 };
      expect(await reasonOf(store.write(main, hideByOperator, nowhere))).toBe('UNKNOWN');
    });

    test('who came later is told that something changed, and not what', async () => {
      await cast();
      const room = await alice.room();
      const seq = await say(alice, room);
      await bob.join(room);
      const { streams, result } = await alice.call(hide, { conversation: room, seq });
      expect(streams[0]?.change).toMatchObject({ bare: true, messages: [] });
      expect(result.change?.messages).toMatchObject([{ hidden: true }]);
      expect(Bun.inspect(await bob.pull({ only: [room] }), { depth: 20 })).not.toContain(
        'hidden: true',
      );
    });

    test('the event log has hiding, bans and reports, in the order of the conversation, and not who reported', async () => {
      await cast();
      const of = (
        conversation: ConversationId,
        events: readonly { conversation: string; kind: Event }[],
      ) => events.filter((event) => event.conversation === conversation).map(({ kind }) => kind);
      store.keepLogOf([main]);
      const seq = await say(bob, group);
      const it = { conversation: group, seq };
      await alice.call(hide, it);
      await alice.call(hide, it);
      await alice.call(ban, { conversation: group, user: bob.user, reason: 'enough' });
      for (let i = 0; i < 2; i += 1)
        await alice.call(unban, { conversation: group, user: bob.user });
      for (let i = 0; i < 2; i += 1) await charlie.call(report, { user: bob.user, reason: 1 });
      const queue = await store.read(main, listReports, {
        resolved: false,
        after: undefined,
        limit: 9,
      });
      const id = queue.reports[0]!.id;
      await store.write(main, resolveReport, {
        report: id as never,
        resolution: 2,
        by: 'operator',
        note: '',
      });
      expect(await store.systemWrite(holdLog, { token: 'me', forMs: 10_000 })).toBe(true);
      await store.systemWrite(placeWaiting, { token: 'me', limit: 100 });
      store.keepLogOf([]);
      const { events } = await store.read(main, readLog, { after: 0, kinds: [], limit: 100 });
      expect(of(group, events)).toEqual([
        Event.MESSAGE_SENT,
        Event.MESSAGE_HIDDEN,
        Event.MEMBER_LEFT,
        Event.MEMBER_BANNED,
        Event.MEMBER_UNBANNED,
      ]);
      const [, hidden, , banned] = events.filter((event) => event.conversation === group);
      expect(hidden).toMatchObject({ user: bob.user, message: { seq, hidden: true, content: {} } });
      expect(banned).toMatchObject({ user: bob.user, ban: { by: alice.user, reason: 'enough' } });
      const reports = events.filter(({ report: one }) => one !== '');
      expect(reports.map(({ kind, report: one }) => [kind, one])).toEqual([
        [Event.REPORT_CREATED, id],
        [Event.REPORT_RESOLVED, id],
      ]);
      expect(JSON.stringify(reports.map(({ user }) => user))).not.toContain(charlie.user);
    });
  },
);
