// What else happens in a story (sync-model.test.ts): who belongs where, what people decide for themselves, and what leaves no trace
// in anybody's state.
import {
  Configuration_Level,
  Conversation_Kind,
  Member_Role,
  Report_Reason,
  Settings_Accept,
  Sharing_Choice,
  type ConversationId,
} from '@hubbub/protocol';
import fc from 'fast-check';
import { accept } from '../../../packages/server/src/features/contact/accept.ts';
import { block } from '../../../packages/server/src/features/contact/block.ts';
import { decline } from '../../../packages/server/src/features/contact/decline.ts';
import { remove as unfriend } from '../../../packages/server/src/features/contact/remove.ts';
import { request as makeRequest } from '../../../packages/server/src/features/contact/request.ts';
import { tag } from '../../../packages/server/src/features/contact/tag.ts';
import { unblock } from '../../../packages/server/src/features/contact/unblock.ts';
import { add as makeAdd } from '../../../packages/server/src/features/conversation/add.ts';
import { ban } from '../../../packages/server/src/features/conversation/ban.ts';
import { configure } from '../../../packages/server/src/features/conversation/configure.ts';
import { create } from '../../../packages/server/src/features/conversation/create.ts';
import { remove } from '../../../packages/server/src/features/conversation/remove.ts';
import { setRole } from '../../../packages/server/src/features/conversation/set-role.ts';
import { transfer } from '../../../packages/server/src/features/conversation/transfer.ts';
import { unban } from '../../../packages/server/src/features/conversation/unban.ts';
import { whisper } from '../../../packages/server/src/features/conversation/whisper.ts';
import { create as invite } from '../../../packages/server/src/features/invite/create.ts';
import { decide as makeDecide } from '../../../packages/server/src/features/invite/decide.ts';
import { join as makeJoinBy } from '../../../packages/server/src/features/invite/join.ts';
import { set as mark } from '../../../packages/server/src/features/mark/set.ts';
import { search as makeSearch } from '../../../packages/server/src/features/message/search.ts';
import { typing } from '../../../packages/server/src/features/presence/typing.ts';
import { create as report } from '../../../packages/server/src/features/report/create.ts';
import { set as settings } from '../../../packages/server/src/features/setting/set.ts';
import type { Person, Told } from './house.ts';

const groups = { groupMembers: () => 10 };
const [add, joinBy, decide] = [makeAdd(groups), makeJoinBy(groups), makeDecide(groups)];
const request = makeRequest({ friendRequests: 1_000_000 });
const search = makeSearch({ searches: { charge: async () => undefined } });

/** With another person, in a conversation. */
const between = [
  'add',
  'remove',
  'promote',
  'demote',
  'transfer',
  'ban',
  'unban',
  'link',
  'ask',
] as const;
const befriending = [
  'request',
  'befriend',
  'accept',
  'decline',
  'unfriend',
  'block',
  'unblock',
  'tag',
] as const;
const alone = ['configure', 'unread', 'delivered', 'settings'] as const;
/** What nobody's state may show. */
const traceless = ['type', 'report', 'search'] as const;
const opening = ['group', 'whisper'] as const;

/** Alice has made what there is at first, and may more than the others. */
const who = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(2) });
const what = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...opening) },
  { weight: 8, arbitrary: fc.constantFrom(...between) },
  { weight: 3, arbitrary: fc.constantFrom(...befriending) },
  { weight: 4, arbitrary: fc.constantFrom(...alone) },
  { weight: 2, arbitrary: fc.constantFrom(...traceless) },
);

export const act = fc.record({
  do: fc.constant('act' as const),
  what,
  who,
  where: fc.nat(3),
  // The next one, or the one after.
  beside: fc.integer({ min: 1, max: 2 }),
});
export type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

interface Scene {
  readonly conversation: ConversationId;
  readonly other: Person;
  /** Differs from one act to the next. */
  readonly draw: number;
}

export function isTraceless(done: Act['what']): boolean {
  return (traceless as readonly string[]).includes(done);
}

/** What was told, in order; refused like anything else where it is not allowed. */
export async function perform(
  one: Person,
  done: Act['what'],
  scene: Scene,
): Promise<Told<unknown>[]> {
  const { conversation, other, draw } = scene;
  const it = { conversation, user: other.user };
  switch (done) {
    case 'group': {
      const users = draw % 2 === 0 ? [] : [other.user];
      return [await one.call(create, { kind: Conversation_Kind.GROUP, title: 'group', users })];
    }
    case 'whisper':
      return [await one.call(whisper, { room: conversation, users: [other.user] })];
    case 'add':
      return [await one.call(add, { conversation, users: [other.user] })];
    case 'remove':
      return [await one.call(remove, it)];
    case 'promote':
      return [await one.call(setRole, { ...it, role: Member_Role.ADMIN })];
    case 'demote':
      return [await one.call(setRole, { ...it, role: Member_Role.MEMBER })];
    case 'transfer':
      return [await one.call(transfer, it)];
    case 'ban':
      return [await one.call(ban, { ...it, seconds: 3_600 })];
    case 'unban':
      return [await one.call(unban, it)];
    case 'link':
    case 'ask': {
      const made = await one.call(invite, { conversation, approval: done === 'ask' });
      const came = await other.call(joinBy, { code: made.result.code });
      if (done === 'link') return [came];
      return [came, await one.call(decide, { ...it, approve: draw % 2 === 0 })];
    }
    case 'request':
      return [await one.call(request, { user: other.user, text: 'hello' })];
    case 'befriend': {
      const asked = await one.call(request, { user: other.user });
      return [asked, await other.call(accept, { user: one.user })];
    }
    case 'accept':
      return [await one.call(accept, { user: other.user })];
    case 'decline':
      return [await one.call(decline, { user: other.user })];
    case 'unfriend':
      return [await one.call(unfriend, { user: other.user })];
    case 'block':
      return [await one.call(block, { user: other.user })];
    case 'unblock':
      return [await one.call(unblock, { user: other.user })];
    case 'tag':
      return [await one.call(tag, { user: other.user, tags: [`tag ${draw}`] })];
    case 'configure': {
      const level = draw % 2 === 0 ? Configuration_Level.NONE : Configuration_Level.ALL;
      const pinned = draw % 3 === 0;
      const muteSeconds = draw % 2 === 0 ? 0 : 3_600;
      return [await one.call(configure, { conversation, level, pinned, muteSeconds })];
    }
    case 'unread':
      return [await one.call(mark, { conversation, unread: true })];
    case 'delivered':
      return [await one.call(mark, { conversation, delivered: draw })];
    case 'settings': {
      const accepts = draw % 4 === 0 ? Settings_Accept.FRIENDS : Settings_Accept.EVERYONE;
      const receipts = draw % 2 === 0 ? Sharing_Choice.HIDDEN : Sharing_Choice.SHOWN;
      return [await one.call(settings, { settings: { accept: accepts, receipts } })];
    }
    case 'type':
      return [await one.call(typing, { conversation, stopped: draw % 2 === 0 })];
    case 'report':
      return [await one.call(report, { user: other.user, reason: Report_Reason.SPAM })];
    case 'search':
      return [await one.call(search, { query: 'x', conversation })];
  }
}
