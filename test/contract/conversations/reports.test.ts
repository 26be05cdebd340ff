// Reports: who may report what, what is kept of it whatever becomes of it, and what the queue shows to those who work on it.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { Report_Reason as Reason, ReportResolution_Code as Resolution } from '@hubbub/protocol';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { create } from '../../../packages/server/src/features/report/create.ts';
import { listReports, resolveReport } from '../../../packages/server/src/store/report-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { main, person, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

const windows = { windows: () => ({ editMs: 0, recallMs: 0 }) };
const [edit, recall] = [makeEdit(windows), makeRecall(windows)];
const day = 24 * 60 * 60 * 1000;

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'reports on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let aheadMs = 0;
    let alice: Person, bob: Person, charlie: Person;
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open({ clock: () => Date.now() + aheadMs });
      alice = await person(store, 'alice');
      bob = await person(store, 'bob');
      charlie = await person(store, 'charlie');
    });
    afterAll(() => database.remove());

    const report = (one: Person, what: object) =>
      one.call(create, { reason: Reason.SPAM, clientKey: crypto.randomUUID(), ...what });
    const queue = (more: object = {}) =>
      store.read(main, listReports, { resolved: false, after: undefined, limit: 50, ...more });
    const settle = (id: string, resolution: Resolution) =>
      store.write(main, resolveReport, {
        report: id as never,
        resolution,
        by: 'operator',
        note: 'seen to',
      });

    test('what it said is kept, whatever is done to it later, and nobody is told', async () => {
      const conversation = await alice.group([bob.user]);
      const { seq = 0 } = (await bob.say(conversation, 'buy this')).result.message ?? {};
      const before = await bob.pull();
      const told = await report(alice, { conversation, seq, text: ' it is spam ' });
      expect(told.emissions).toEqual([]);
      expect(await bob.pull()).toEqual(before);
      await bob.call(edit, {
        conversation,
        seq,
        content: { case: 'text' as const, value: 'nothing' },
      });
      await bob.call(recall, { conversation, seq });
      const { reports, users } = await queue();
      expect(reports).toHaveLength(1);
      expect(reports[0]).toMatchObject({
        reporter: alice.user,
        reason: Reason.SPAM,
        text: 'it is spam',
        resolution: Resolution.UNSPECIFIED,
        message: { sender: bob.user, seq, content: { value: 'buy this' } },
        conversation: { id: conversation, title: 'friends' },
      });
      expect(users.map(({ id }) => id).toSorted()).toEqual([alice.user, bob.user].toSorted());
    });

    test('what one may not see cannot be reported, nor two things, nor oneself', async () => {
      const conversation = await alice.group([bob.user]);
      await alice.say(conversation, 'secret');
      const refused = async (what: object, one = charlie) => await reasonOf(report(one, what));
      expect(await refused({ conversation })).toBe('UNKNOWN');
      expect(await refused({ conversation, seq: 1 })).toBe('UNKNOWN');
      expect(await refused({ conversation, seq: 9 }, bob)).toBe('UNKNOWN');
      expect(await refused({ moment: 'mom_00000000000' })).toBe('UNKNOWN');
      expect(await refused({ user: 'usr_00000000000' })).toBe('UNKNOWN');
      for (const what of [
        {},
        { user: bob.user, conversation },
        { seq: 1 },
        { user: conversation },
        { user: charlie.user },
      ])
        expect(await refused(what)).toBe('FIELD');
      const room = await alice.room();
      expect(await refused({ conversation: room })).toBeUndefined();
      const { conversation: shown } = (await queue()).reports.at(-1) ?? {};
      expect(shown).toMatchObject({ id: room, seq: 0 });
    });

    test('once for each thing while it is open; by pages; forgotten a while after it was dealt with', async () => {
      const dora = await person(store, 'dora');
      const start = (await queue()).reports.length;
      expect((await report(dora, { user: bob.user })).result.repeated).toBe(false);
      expect((await report(dora, { user: bob.user })).result.repeated).toBe(true);
      expect((await report(dora, { user: alice.user })).result.repeated).toBe(false);
      const first = await queue({ limit: start + 1 });
      expect(first.reports).toHaveLength(start + 1);
      const rest = await queue({ after: first.next });
      expect(rest.reports.map(({ user }) => user?.id)).toEqual([alice.user]);
      expect(rest.next).toBeUndefined();

      const id = first.reports.at(-1)?.id ?? '';
      await settle(id, Resolution.ACTED);
      expect((await queue()).reports.map((one) => one.id)).not.toContain(id);
      expect((await queue({ resolved: true })).reports).toMatchObject([
        { id, resolution: Resolution.ACTED, resolvedBy: 'operator', note: 'seen to' },
      ]);
      expect((await report(dora, { user: bob.user })).result.repeated).toBe(false);
      expect(await reasonOf(settle('rep_00000000000', Resolution.ACTED))).toBe('UNKNOWN');

      aheadMs = 91 * day;
      await settle(rest.reports[0]?.id ?? '', Resolution.DISMISSED);
      const kept = (await queue({ resolved: true })).reports;
      expect(kept.map(({ resolution }) => resolution)).toEqual([Resolution.DISMISSED]);
      aheadMs = 0;
    });

    test('nobody fills the queue alone', async () => {
      const eve = await person(store, 'eve');
      const room = await alice.room();
      await eve.join(room);
      for (let i = 0; i < 51; i += 1) await alice.say(room, `n ${i}`);
      for (let seq = 1; seq <= 50; seq += 1) await report(eve, { conversation: room, seq });
      expect(await reasonOf(report(eve, { conversation: room, seq: 51 }))).toBe('FULL');
    });
  },
);
