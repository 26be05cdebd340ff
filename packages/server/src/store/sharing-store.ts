// Who of a conversation may see that a user is writing, and how far it has read.
import {
  Conversation_Kind as Kind,
  formatId,
  Item_Kind,
  MarkSchema,
  type ConversationId,
  type Mark,
  type UserId,
} from '@hubbub/protocol';
import { create } from '@bufbuild/protobuf';
import { mostMembersInChanges, requireMember } from '../rules/conversation.ts';
import { areApart, isShown } from '../rules/sharing.ts';
import { readPlace, type Place } from './conversation-store.ts';
import { all, first, statement, type Read, type Steps } from './statement.ts';
import { userKey } from './stream.ts';

interface OtherRow {
  readonly user: number;
  readonly receipts: number;
  readonly typing: number;
  readonly theirs: number | null;
  readonly own: number | null;
  readonly read_seq: number | null;
  readonly delivered_seq: number | null;
}

/** The other members, how both stand to each other, and how far they have got. */
const selectOthers = statement<{ conversation: number; user: number; kind: number }, OtherRow>(
  (db, p) =>
    db
      .selectFrom('member as m')
      .innerJoin('user as u', (join) =>
        join.onRef('u.app', '=', 'm.app').onRef('u.id', '=', 'm.user'),
      )
      .leftJoin('contact as t', (join) =>
        join.onRef('t.app', '=', 'm.app').onRef('t.user', '=', 'm.user').on('t.other', '=', p.user),
      )
      .leftJoin('contact as o', (join) =>
        join.onRef('o.app', '=', 'm.app').on('o.user', '=', p.user).onRef('o.other', '=', 'm.user'),
      )
      .leftJoin('item as i', (join) =>
        join
          .onRef('i.app', '=', 'm.app')
          .onRef('i.user', '=', 'm.user')
          .on('i.kind', '=', p.kind)
          .onRef('i.target', '=', 'm.conversation')
          .on('i.key', '=', ''),
      )
      .where('m.app', '=', p.app)
      .where('m.conversation', '=', p.conversation)
      .where('m.left_version', '=', 0)
      .where('m.user', '!=', p.user)
      .select(['m.user', 'u.receipts', 'u.typing', 'i.read_seq', 'i.delivered_seq'])
      .select(['t.flags as theirs', 'o.flags as own']),
);

const selectSharing = statement<{ user: number }, { receipts: number; typing: number }>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .select(['receipts', 'typing']),
);

interface Looking {
  readonly conversation: ConversationId;
  readonly user: UserId;
}

/** Whom it may be told that the user is writing; throws unless it is a member. */
export const readTypingAudience: Read<Looking, UserId[]> = {
  name: 'presence.typing',
  *run(_tx, { conversation, user }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    if (!isTold(place) || !isShown((yield* readSharing(user)).typing)) return [];
    const others = yield* readOthers(place, user);
    return others.filter((other) => isShown(other.typing)).map(toId);
  },
};

/** How far the others have got; throws unless the user is a member. */
export const listMarks: Read<Looking, Mark[]> = {
  name: 'mark.list',
  *run(_tx, { conversation, user }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    if (!isTold(place)) return [];
    const isOpen = isShown((yield* readSharing(user)).receipts);
    const others = yield* readOthers(place, user);
    return others
      .filter((other) => other.delivered_seq !== null)
      .map((other) => {
        const { read_seq: read, delivered_seq: delivered } = other;
        const seqs = {
          ...(isOpen && isShown(other.receipts) && { read: read ?? 0 }),
          delivered: delivered ?? 0,
        };
        return create(MarkSchema, { conversation, user: toId(other), ...seqs });
      });
  },
};

/** Who hears of a user's marks besides the user. */
export interface MarkAudience {
  /** Not told at all. */
  readonly apart: readonly UserId[];
  /** Told what has arrived, and not what was read. */
  readonly halfway: readonly UserId[];
  /** The user keeps to itself what it has read: all are told halfway. */
  readonly isHidden: boolean;
}

/** Undefined where marks are nobody else's. */
export function* readMarkAudience(place: Place, user: UserId): Steps<MarkAudience | undefined> {
  if (!isTold(place)) return undefined;
  const { receipts } = yield* readSharing(user);
  const others = yield* all(selectOthers, paramsOf(place, user));
  const together = others.filter((other) => !areApart(other));
  return {
    apart: others.filter(areApart).map(toId),
    halfway: together.filter((other) => !isShown(other.receipts)).map(toId),
    isHidden: !isShown(receipts),
  };
}

export function* readSharing(user: UserId) {
  const row = yield* first(selectSharing, { user: userKey(user) });
  return row ?? { receipts: 0, typing: 0 };
}

/** Those who are not apart from the user. */
function* readOthers(place: Place, user: UserId): Steps<OtherRow[]> {
  return (yield* all(selectOthers, paramsOf(place, user))).filter((other) => !areApart(other));
}

function paramsOf({ head }: Place, user: UserId) {
  return { conversation: head.id, user: userKey(user), kind: Item_Kind.MARK };
}

/** Whether members hear of each other's marks here. */
export function isTold({ kind, head }: Place): boolean {
  return kind !== Kind.SELF && head.member_count <= mostMembersInChanges;
}

function toId({ user }: Pick<OtherRow, 'user'>): UserId {
  return formatId('usr', user);
}
