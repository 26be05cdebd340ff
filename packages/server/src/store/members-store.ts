// The member list, whole or since a version, in pages by (version, user). All pages of one answer speak for the version at
// which the first was read: rows that change meanwhile move to later versions and come with the next sync (docs/sync.md 17).
import {
  OperationError,
  type ConversationId,
  type Member,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { requireMember } from '../rules/conversation.ts';
import { mostVersionsInDelta } from '../rules/sync.ts';
import { readPlace } from './conversation-store.ts';
import { memberColumns, toMember, type MemberRow } from './member-store.ts';
import { namedIn, readUsers } from './named-store.ts';
import { all, statement, type Read } from './statement.ts';

interface PageRequest {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** Only what changed after this version; without it, whoever is in now. */
  readonly since: number | undefined;
  readonly after: string;
  readonly limit: number;
}

export interface MemberPage {
  readonly members: readonly Member[];
  readonly users: readonly User[];
  readonly version: number;
  readonly next: string;
  readonly reset: boolean;
}

/** Where the next page begins. */
interface Cursor {
  readonly isReset: boolean;
  /** The head when the first page was read. */
  readonly head: number;
  readonly version: number;
  readonly user: number;
}

interface Params {
  conversation: number;
  version: number;
  user: number;
  /** 1: tombstones too. */
  tombstones: number;
  limit: number;
}

const selectPage = statement<Params, MemberRow>((db, p) =>
  db
    .selectFrom('member as m')
    .where('m.app', '=', p.app)
    .where('m.conversation', '=', p.conversation)
    .where('m.version', '>=', p.version)
    .where((e) => e.or([e('m.version', '>', p.version), e('m.user', '>', p.user)]))
    .where((e) => e.or([e('m.left_version', '=', 0), e(e.val(p.tombstones), '=', 1)]))
    .select(memberColumns)
    .orderBy('m.version')
    .orderBy('m.user')
    .limit(p.limit),
);

export const readMembers: Read<PageRequest, MemberPage> = {
  name: 'readMembers',
  *run(tx, { conversation, user, since, after, limit }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    const from = after === '' ? firstCursor(since, place.head.version) : parseCursor(after);
    const rows = yield* all(selectPage, {
      conversation: place.head.id,
      version: from.version,
      user: from.user,
      tombstones: since === undefined || from.isReset ? 0 : 1,
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const members = page.map(toMember);
    return {
      members,
      users: yield* readUsers(tx, namedIn([{ members }])),
      version: from.head,
      next: last === undefined ? '' : formatCursor({ ...from, ...last }),
      reset: from.isReset,
    };
  },
};

function firstCursor(since: number | undefined, head: number): Cursor {
  const isReset = since !== undefined && (since > head || head - since > mostVersionsInDelta);
  const version = since === undefined || isReset ? 0 : since;
  return { isReset, head, version, user: Number.MAX_SAFE_INTEGER };
}

function formatCursor({ isReset, head, version, user }: Cursor): string {
  return [isReset ? 1 : 0, head, version, user].join('.');
}

function parseCursor(text: string): Cursor {
  if (!/^[01](\.\d{1,16}){3}$/.test(text))
    throw new OperationError('FIELD', 'after: must be the `next` of a page');
  const [reset = 0, head = 0, version = 0, user = 0] = text.split('.').map(Number);
  if (!Number.isSafeInteger(user) || Math.max(head, version) > 0xffffffff)
    throw new OperationError('FIELD', 'after: must be the `next` of a page');
  return { isReset: reset === 1, head, version, user };
}
