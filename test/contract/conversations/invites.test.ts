// Links into groups, and requests to come in: what a link is worth, whom it lets in, who decides, and who hears what of it.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  Item_Kind,
  JoinRequest_State as State,
  Member_Role as Role,
  Notice_Kind,
  randomKey,
  type ConversationId,
} from '@hubbub/protocol';
import { memoryBus } from '../../../packages/server/src/bus/memory.ts';
import { add as makeAdd } from '../../../packages/server/src/features/conversation/add.ts';
import { delete as deleteConversation } from '../../../packages/server/src/features/conversation/delete.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { remove } from '../../../packages/server/src/features/conversation/remove.ts';
import { setRights } from '../../../packages/server/src/features/conversation/set-rights.ts';
import { setRole } from '../../../packages/server/src/features/conversation/set-role.ts';
import { transfer } from '../../../packages/server/src/features/conversation/transfer.ts';
import { create } from '../../../packages/server/src/features/invite/create.ts';
import { decide as makeDecide } from '../../../packages/server/src/features/invite/decide.ts';
import { join as makeJoin } from '../../../packages/server/src/features/invite/join.ts';
import { list } from '../../../packages/server/src/features/invite/list.ts';
import { look } from '../../../packages/server/src/features/invite/look.ts';
import { requests } from '../../../packages/server/src/features/invite/requests.ts';
import { revoke } from '../../../packages/server/src/features/invite/revoke.ts';
import type { UserOperation } from '../../../packages/server/src/features/operation.ts';
import { startOutbox } from '../../../packages/server/src/features/outbox.ts';
import { still } from '../../support/clock.ts';
import { eraseAccount } from '../../../packages/server/src/store/erase-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { memoryBlobs } from '../../support/memory-blobs.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { changeIn, main, person, reasonOf, type Person, type Told } from './house.ts';

setDefaultTimeout(databaseMs);

// Nobody polls in these tests: they say when to work.
const needs = { groupMembers: () => 5 };
const [add, join, decide] = [makeAdd(needs), makeJoin(needs), makeDecide(needs)];
const lookAs = look as unknown as UserOperation<typeof look.method>;
const day = 24 * 60 * 60 * 1000;

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'invites on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let aheadMs = 0;
    let alice: Person, bob: Person, charlie: Person, dora: Person;
    let group: ConversationId;
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open({ clock: () => Date.now() + aheadMs });
    });
    afterAll(() => database.remove());

    const cast = async () => {
      aheadMs = 0;
      const names = ['alice', 'bob', 'charlie', 'dora'];
      const made = [];
      for (const name of names) made.push(await person(store, name));
      [alice, bob, charlie, dora] = made as [Person, Person, Person, Person];
      group = await alice.group([bob.user], 'book club');
    };
    const link = async (by = alice, more: object = {}) =>
      (await by.call(create, { conversation: group, ...more })).result;
    const erase = async ({ user }: Person) => {
      const trouble: unknown[] = [];
      const outbox = startOutbox(store, {
        clock: still,
        onTrouble: (...what) => trouble.push(what),
        bus: memoryBus(),
        blobs: memoryBlobs(),
      });
      await store.write(main, eraseAccount, { user, holdMs: 0, outboxId: randomKey() });
      await outbox.drain();
      await outbox.close();
      expect(trouble).toEqual([]);
    };
    const itemsOf = async (one: Person, kind: Item_Kind) =>
      (changeIn(await one.pull(), one.self)?.items ?? []).filter((item) => item.kind === kind);

    test('who holds the code sees the cover and nothing else, and comes in', async () => {
      await cast();
      await alice.say(group, 'before');
      const { code, invite } = await link();
      expect(code).toMatch(/^[\w-]{22}$/);
      const { result: seen } = await charlie.call(lookAs, { code });
      const { $typeName: _, ...cover } = seen;
      expect(cover).toEqual({ title: 'book club', picture: '', memberCount: 2, approval: false });

      const told = await charlie.call(join, { code });
      expect(told.result).toMatchObject({ repeated: false, requested: false });
      expect(told.result.change).toMatchObject({ reset: true, messages: [] });
      const change = streamOf(told, group);
      expect(change.members.map(({ user }) => user)).toEqual([charlie.user]);
      expect(change.notices.map(({ kind, actor }) => [kind, actor])).toEqual([
        [Notice_Kind.JOINED, charlie.user],
      ]);
      expect(told.streams.map(({ conversation }) => conversation)).toEqual([group, charlie.self]);

      const again = await charlie.call(join, { code });
      expect(again.result).toMatchObject({ repeated: true, requested: false });
      expect(again.streams).toEqual([]);
      const { result } = await alice.call(list, { conversation: group });
      expect(result.invites).toMatchObject([{ id: invite?.id, uses: 1, createdBy: alice.user }]);
      expect(Bun.inspect(result)).not.toContain(code);
    });

    test('revoked, expired, used up, unknown: each its own answer, to looking and to joining', async () => {
      await cast();
      const tried = async (code: string, one = charlie) => [
        await reasonOf(one.call(lookAs, { code })),
        await reasonOf(one.call(join, { code })),
      ];
      expect(await tried('x'.repeat(22))).toEqual(['UNKNOWN', 'UNKNOWN']);

      const revoked = await link();
      await alice.call(revoke, { conversation: group, invite: revoked.invite!.id });
      await alice.call(revoke, { conversation: group, invite: revoked.invite!.id });
      expect(await tried(revoked.code)).toEqual(['REVOKED', 'REVOKED']);

      const once = await link(alice, { mostUses: 1 });
      await charlie.call(join, { code: once.code });
      expect(await tried(once.code, dora)).toEqual(['USED_UP', 'USED_UP']);
      await charlie.call(join, { code: once.code });

      const short = await link(alice, { seconds: 60 });
      aheadMs = 60_000;
      expect(await tried(short.code, dora)).toEqual(['EXPIRED', 'EXPIRED']);
      const { result } = await alice.call(list, { conversation: group });
      expect(result.invites).toEqual([]);

      const last = await link();
      await alice.call(deleteConversation, { conversation: group });
      expect(await tried(last.code, dora)).toEqual(['UNKNOWN', 'UNKNOWN']);
    });

    test('a link is worth what its maker is: it ends with the maker’s right', async () => {
      await cast();
      expect(await reasonOf(link(bob))).toBe('ROLE');
      expect(await reasonOf(link(charlie))).toBe('UNKNOWN');
      await alice.call(setRights, { conversation: group, rights: { invite: Role.MEMBER } });
      const { code, invite } = await link(bob);
      expect((await charlie.call(lookAs, { code })).result.title).toBe('book club');
      await alice.call(setRights, { conversation: group, rights: { invite: Role.ADMIN } });
      expect(await reasonOf(charlie.call(join, { code }))).toBe('REVOKED');
      await bob.call(revoke, { conversation: group, invite: invite!.id });
      await alice.call(setRights, { conversation: group, rights: { invite: Role.MEMBER } });
      expect(await reasonOf(charlie.call(join, { code }))).toBe('REVOKED');

      const another = await link(bob);
      await bob.call(leave, { conversation: group });
      expect(await reasonOf(charlie.call(join, { code: another.code }))).toBe('REVOKED');
      const others = await link(alice);
      const name = { conversation: group, invite: others.invite!.id };
      expect(await reasonOf(bob.call(revoke, name))).toBe('UNKNOWN');
    });

    test('a retry makes one link, and gets no code', async () => {
      await cast();
      const first = await link(alice, { clientKey: 'k' });
      const again = await link(alice, { clientKey: 'k' });
      expect(again).toMatchObject({ repeated: true, code: '', invite: { id: first.invite?.id } });
      expect(await reasonOf(link(alice, { clientKey: 'k', approval: true }))).toBe('KEY_REUSED');
      const { result } = await alice.call(list, { conversation: group });
      expect(result.invites.length).toBe(1);
    });

    test('by approval: asked with words, shown to owner and admins alone, answered through SELF', async () => {
      await cast();
      await alice.call(setRole, { conversation: group, user: bob.user, role: Role.ADMIN });
      await alice.call(add, { conversation: group, users: [dora.user] });
      const { code } = await link(alice, { approval: true });
      const { version: before } = changeIn(await alice.pull(), group)!;
      const asked = await charlie.call(join, { code, text: 'let me read with you' });
      expect(asked.result).toMatchObject({ requested: true, repeated: false });
      expect(asked.result.conversation).toBeUndefined();
      // Nothing on the group's stream, nothing for its members who cannot answer.
      expect(asked.streams.map(({ conversation }) => conversation).toSorted()).toEqual(
        [charlie.self, alice.self, bob.self].toSorted(),
      );
      expect(changeIn(await alice.pull(), group)!.version).toBe(before!);
      expect((await charlie.call(join, { code })).result).toMatchObject({
        requested: true,
        repeated: true,
      });
      expect(await itemsOf(charlie, Item_Kind.REQUEST)).toMatchObject([
        { key: group, request: { state: State.WAITING, title: 'book club' } },
      ]);
      expect(await itemsOf(bob, Item_Kind.REQUESTS)).toMatchObject([{ key: group, waiting: 1 }]);
      expect(await itemsOf(dora, Item_Kind.REQUESTS)).toEqual([]);

      const page = (await bob.call(requests, { conversation: group })).result;
      expect(page).toMatchObject({
        applicants: [{ user: charlie.user, text: 'let me read with you', wasRemoved: false }],
        users: [{ id: charlie.user }],
      });
      const mine = { conversation: group, user: charlie.user };
      expect(await reasonOf(dora.call(requests, { conversation: group }))).toBe('ROLE');
      expect(await reasonOf(dora.call(decide, { ...mine, approve: true }))).toBe('ROLE');
      expect(await reasonOf(charlie.call(decide, { ...mine, approve: true }))).toBe('UNKNOWN');

      const told = await bob.call(decide, { ...mine, approve: true });
      expect(told.result.change?.notices).toMatchObject([
        { kind: Notice_Kind.ADDED, actor: bob.user, users: [charlie.user] },
      ]);
      expect(await itemsOf(charlie, Item_Kind.REQUEST)).toMatchObject([
        { request: { state: State.APPROVED } },
      ]);
      expect(await itemsOf(alice, Item_Kind.REQUESTS)).toMatchObject([{ removed: true }]);
      expect(changeIn(await charlie.pull(), group)?.head?.memberCount).toBe(4);
      expect(await reasonOf(bob.call(decide, { ...mine, approve: true }))).toBe('UNKNOWN');
    });

    test('declined: told so, and asked again a day later at the earliest', async () => {
      await cast();
      const { code } = await link(alice, { approval: true });
      await charlie.call(join, { code });
      const mine = { conversation: group, user: charlie.user };
      const told = await alice.call(decide, { ...mine, approve: false });
      // The answer tells the one who gave it nothing of the other's own stream.
      expect(told.result.change).toBeUndefined();
      expect(await itemsOf(charlie, Item_Kind.REQUEST)).toMatchObject([
        { request: { state: State.DECLINED } },
      ]);
      expect(await reasonOf(charlie.call(join, { code }))).toBe('DECLINED');
      expect(changeIn(await charlie.pull(), group)).toBeUndefined();
      aheadMs = day;
      expect((await charlie.call(join, { code })).result.requested).toBe(true);
    });

    test('how many wait is known to whoever may answer now, and to nobody who may not any more', async () => {
      await cast();
      const eve = await person(store, 'eve');
      await alice.call(add, { conversation: group, users: [dora.user] });
      const { code } = await link(alice, { approval: true });
      for (const one of [charlie, eve]) await one.call(join, { code });
      const known = async () => {
        const counts = [];
        for (const one of [alice, bob, dora]) {
          const [item] = await itemsOf(one, Item_Kind.REQUESTS);
          counts.push(item === undefined || item.removed ? 0 : item.waiting);
        }
        return counts;
      };
      const selves = ({ streams }: Told<unknown>) =>
        streams.map(({ conversation }) => conversation).filter((one) => one !== group);
      expect(await known()).toEqual([2, 0, 0]);
      const his = { conversation: group, user: bob.user };
      expect(selves(await alice.call(setRole, { ...his, role: Role.ADMIN }))).toEqual([bob.self]);
      expect(await known()).toEqual([2, 2, 0]);
      expect(selves(await alice.call(setRole, { ...his, role: Role.MEMBER }))).toEqual([bob.self]);
      expect(await known()).toEqual([2, 0, 0]);
      const hers = { conversation: group, user: dora.user };
      expect(selves(await alice.call(transfer, hers))).toEqual([dora.self]);
      expect(await known()).toEqual([2, 0, 2]);
      expect(selves(await alice.call(leave, { conversation: group }))).toEqual([alice.self]);
      expect(await known()).toEqual([0, 0, 2]);
      // She was the owner, and nobody else an admin: he is the heir.
      const left = selves(await dora.call(leave, { conversation: group }));
      expect(left).toEqual([bob.self, dora.self].toSorted());
      expect(await known()).toEqual([0, 2, 0]);
      await bob.call(add, { conversation: group, users: [eve.user] });
      await erase(charlie);
      expect(await known()).toEqual([0, 0, 0]);
      expect((await bob.call(requests, { conversation: group })).result.applicants).toEqual([]);
      // Where nobody waits, nobody is told of it.
      await bob.call(add, { conversation: group, users: [alice.user] });
      const hersAgain = { conversation: group, user: alice.user, role: Role.ADMIN };
      expect(selves(await bob.call(setRole, hersAgain))).toEqual([]);
    });

    test('who was removed only asks, by whatever link; who left comes back', async () => {
      await cast();
      const { code } = await link();
      await alice.call(remove, { conversation: group, user: bob.user });
      expect((await bob.call(join, { code })).result.requested).toBe(true);
      const { result } = await alice.call(requests, { conversation: group });
      expect(result.applicants).toMatchObject([{ user: bob.user, wasRemoved: true }]);
      await charlie.call(join, { code });
      await charlie.call(leave, { conversation: group });
      expect((await charlie.call(join, { code })).result.requested).toBe(false);
    });

    test('who is added meanwhile waits no longer', async () => {
      await cast();
      const { code } = await link(alice, { approval: true });
      await charlie.call(join, { code });
      await alice.call(add, { conversation: group, users: [charlie.user, dora.user] });
      expect(await itemsOf(charlie, Item_Kind.REQUEST)).toMatchObject([
        { request: { state: State.APPROVED } },
      ]);
      expect(await itemsOf(dora, Item_Kind.REQUEST)).toEqual([]);
      expect(await itemsOf(alice, Item_Kind.REQUESTS)).toMatchObject([{ removed: true }]);
    });

    test('a full group takes nobody, by whatever way, and uses nothing up', async () => {
      await cast();
      const others = [await person(store, 'eve'), await person(store, 'finn')];
      await alice.call(add, { conversation: group, users: others.map(({ user }) => user) });
      const { code } = await link(alice, { mostUses: 1 });
      const asking = await link(alice, { approval: true });
      await dora.call(join, { code: asking.code });
      await charlie.call(join, { code });
      const more = await link();
      const last = await person(store, 'gus');
      expect(await reasonOf(last.call(join, { code: more.code }))).toBe('FULL');
      const approved = { conversation: group, user: dora.user, approve: true };
      expect(await reasonOf(alice.call(decide, approved))).toBe('FULL');
      const { result } = await alice.call(list, { conversation: group });
      expect(result.invites.map(({ uses }) => uses)).toEqual([0, 1]);
    });
  },
);

function streamOf({ streams }: Told<unknown>, conversation: string) {
  const found = streams.find((stream) => stream.conversation === conversation);
  if (found === undefined) throw new Error('nothing was told there');
  return found.change;
}
