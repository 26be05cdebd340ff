// Bans from rooms and groups: who sets them on whom, that no way leads in while one lasts, that it ends by itself, and who reads
// of it.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { JoinRequest_State as State, Member_Role as Role, Reason_Code } from '@hubbub/protocol';
import { add as makeAdd } from '../../../packages/server/src/features/conversation/add.ts';
import { audit } from '../../../packages/server/src/features/conversation/audit.ts';
import { ban } from '../../../packages/server/src/features/conversation/ban.ts';
import { bans } from '../../../packages/server/src/features/conversation/bans.ts';
import { mute } from '../../../packages/server/src/features/conversation/mute.ts';
import { remove } from '../../../packages/server/src/features/conversation/remove.ts';
import { setRole } from '../../../packages/server/src/features/conversation/set-role.ts';
import { unban } from '../../../packages/server/src/features/conversation/unban.ts';
import { create as createInvite } from '../../../packages/server/src/features/invite/create.ts';
import { decide as makeDecide } from '../../../packages/server/src/features/invite/decide.ts';
import { join as makeJoin } from '../../../packages/server/src/features/invite/join.ts';
import { requests } from '../../../packages/server/src/features/invite/requests.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, person, reasonOf, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

const needs = { groupMembers: () => 50 };
const [add, enter, decide] = [makeAdd(needs), makeJoin(needs), makeDecide(needs)];

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'bans on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let aheadMs = 0;
    let frozen: number | undefined;
    let alice: Person, bob: Person, charlie: Person, dora: Person;
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open({ clock: () => frozen ?? Date.now() + aheadMs });
    });
    afterAll(() => database.remove());

    const cast = async () => {
      aheadMs = 0;
      frozen = undefined;
      const made = [];
      for (const name of ['alice', 'bob', 'charlie', 'dora']) made.push(await person(store, name));
      [alice, bob, charlie, dora] = made as [Person, Person, Person, Person];
    };

    test('no way leads in: not joining, being added, a link, asking, being let in', async () => {
      await cast();
      const room = await alice.room();
      const conversation = await alice.group([bob.user, charlie.user]);
      const link = async (approval: boolean) =>
        (await alice.call(createInvite, { conversation, approval })).result.code;
      const [open, asking] = [await link(false), await link(true)];
      await dora.call(enter, { code: asking });

      await bob.join(room);
      for (const place of [room, conversation])
        await alice.call(ban, { conversation: place, user: bob.user, reason: 'noise' });
      const told = await alice.call(ban, { conversation, user: dora.user });
      expect(told.result.change).toBeUndefined();
      // Her request was answered, and of the ban nobody is told.
      expect(told.streams.map((stream) => stream.conversation)).toEqual([dora.self, alice.self]);
      const waited = changeIn(await dora.pull(), dora.self)?.items.map(
        ({ request }) => request?.state,
      );
      expect(waited).toContain(State.DECLINED);

      const refused = await Promise.all([
        reasonOf(bob.join(room)),
        reasonOf(alice.call(add, { conversation, users: [bob.user] })),
        reasonOf(alice.call(add, { conversation, users: [bob.user, dora.user] })),
        reasonOf(bob.call(enter, { code: open })),
        reasonOf(bob.call(enter, { code: asking })),
        reasonOf(dora.call(enter, { code: open })),
      ]);
      expect(new Set(refused)).toEqual(new Set(['BANNED']));
      expect(await reasonOf(bob.say(room, 'x'))).toBe('NOT_A_MEMBER');
      expect(await reasonOf(bob.say(conversation, 'x'))).toBe('UNKNOWN');
      expect((await alice.call(requests, { conversation })).result.applicants).toEqual([]);
      const letIn = { conversation, user: dora.user, approve: true };
      expect(await reasonOf(alice.call(decide, letIn))).toBe('UNKNOWN');
    });

    test('it ends by itself or by hand, and whoever was banned is a stranger then', async () => {
      await cast();
      const room = await alice.room();
      await bob.join(room);
      const first = await alice.call(ban, { conversation: room, user: bob.user, seconds: 60 });
      expect(first.result.change?.members).toMatchObject([
        { user: bob.user, left: Reason_Code.KICKED },
      ]);
      const refusal = (await bob.join(room).catch((error: unknown) => error)) as Error;
      expect(refusal).toMatchObject({ reason: 'BANNED' });
      expect((refusal as Error & { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(50_000);
      aheadMs = 60_000;
      expect((await alice.call(bans, { conversation: room })).result.bans).toEqual([]);
      await bob.join(room);

      await alice.call(ban, { conversation: room, user: bob.user });
      aheadMs = 1e12;
      expect(await reasonOf(bob.join(room))).toBe('BANNED');
      const again = await alice.call(ban, { conversation: room, user: bob.user, seconds: 60 });
      expect(again.streams).toEqual([]);
      expect((await alice.call(bans, { conversation: room })).result).toMatchObject({
        bans: [{ user: bob.user, by: alice.user, reason: '' }],
        next: '',
      });
      for (let i = 0; i < 2; i += 1)
        await alice.call(unban, { conversation: room, user: bob.user });
      expect((await bob.join(room)).result.repeated).toBe(false);
    });

    test('by rank: nobody above, no equal, not oneself; and nobody else reads who is', async () => {
      await cast();
      const conversation = await alice.group([bob.user, charlie.user]);
      await alice.call(setRole, { conversation, user: bob.user, role: Role.ADMIN });
      const by = (one: Person, other: Person) =>
        reasonOf(one.call(ban, { conversation, user: other.user }));
      expect(await by(charlie, dora)).toBe('ROLE');
      expect(await by(bob, alice)).toBe('ROLE');
      expect(await by(bob, bob)).toBe('ROLE');
      expect(await by(dora, charlie)).toBe('UNKNOWN');
      const end = dora.user.endsWith('0') ? '1' : '0';
      const nobody = { ...dora, user: `${dora.user.slice(0, -1)}${end}` as typeof dora.user };
      expect(await by(bob, nobody)).toBe('UNKNOWN');
      expect(await by(bob, charlie)).toBeUndefined();
      for (const one of [charlie, dora])
        for (const asked of [bans, audit])
          expect(await reasonOf(one.call(asked as typeof bans, { conversation }))).toBe('UNKNOWN');
    });

    test('the list comes in pages, and the record says who did what, once', async () => {
      await cast();
      const conversation = await alice.group([bob.user, charlie.user, dora.user]);
      const whom = [bob, charlie, dora];
      await alice.call(mute, { conversation, user: bob.user, seconds: 60 });
      await alice.call(remove, { conversation, user: dora.user });
      await alice.call(remove, { conversation, user: dora.user });
      for (const { user } of whom)
        await alice.call(ban, { conversation, user, seconds: 60, reason: 'noise' });
      const found: string[] = [];
      let after = '';
      do {
        const page = (await alice.call(bans, { conversation, limit: 2, after })).result;
        found.push(...page.bans.map(({ user }) => user));
        after = page.next;
      } while (after !== '');
      expect(found.toSorted()).toEqual(whom.map(({ user }) => user as string).toSorted());
      expect(await reasonOf(alice.call(bans, { conversation, after: 'x' }))).toBe('FIELD');

      const { entries } = (await alice.call(audit, { conversation })).result;
      expect(entries.map(({ action }) => action)).toEqual([
        ...whom.map(() => 'conversation.ban'),
        'conversation.remove',
        'conversation.mute',
      ]);
      expect(entries.at(-3)).toMatchObject({
        actor: alice.user,
        target: bob.user,
        conversation,
        details: '{"seconds":60,"reason":"noise"}',
      });
      const other = await bob.group([]);
      expect((await bob.call(audit, { conversation: other })).result.entries).toEqual([]);
    });

    test('the record comes in pages that tell nothing of other conversations, or of other apps', async () => {
      await cast();
      const conversation = await alice.group([bob.user]);
      const elsewhere = await alice.group([bob.user]);
      const muted = async (seconds: number, where = conversation) =>
        void (await alice.call(mute, { conversation: where, user: bob.user, seconds }));
      const moment = Date.now();
      for (const [i, at] of [moment, moment, moment, moment + 1, moment + 1].entries()) {
        frozen = at;
        await muted(60 + i);
        await muted(60, elsewhere);
      }
      const { entries, next } = (await alice.call(audit, { conversation, limit: 5 })).result;
      expect(next).toBe('');
      const paged: typeof entries = [];
      const places = [''];
      do {
        const args = { conversation, limit: 1, after: places.at(-1)! };
        const page = (await alice.call(audit, args)).result;
        paged.push(...page.entries);
        places.push(page.next);
        // In the same moment, and newer than whatever is still to come.
        await muted(90);
      } while (places.at(-1) !== '');
      expect(paged).toEqual(entries);
      const [early, late] = [`${moment}`, `${moment + 1}`];
      expect(places.slice(1)).toEqual([`${late}.1`, `${late}.0`, `${early}.2`, `${early}.1`, '']);
      for (const after of ['x', '7', '1.2.3'])
        expect(await reasonOf(alice.call(audit, { conversation, after }))).toBe('FIELD');
      frozen = undefined;
    });
  },
);
