// The row of a conversation as the store reads it and as messages show it.
import { create, fromBinary } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  ConversationSchema,
  Conversation_Kind as Kind,
  formatId,
  RightsSchema,
  type Conversation,
  type Own,
  type UserId,
} from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import { unpackRights } from '../rules/conversation.ts';
import type { Database } from './schema.ts';

export const headColumns = [
  'c.id',
  'c.kind',
  'c.parent',
  'c.direct_key',
  'c.title',
  'c.picture',
  'c.seq',
  'c.version',
  'c.member_count',
  'c.floor',
  'c.deleted',
  'c.created_at',
  'c.rights',
  'c.shows_past',
  'c.details',
] as const;

export type Head = Omit<Selectable<Database['conversation']>, 'app' | 'title_folded'>;

/** The head as members see it; `own` only for the one caller it belongs to. */
export function toConversation(head: Head, own?: Own): Conversation {
  return create(ConversationSchema, {
    id: formatId('cnv', head.id),
    kind: head.kind,
    parent: parentOf(head),
    title: head.title,
    picture: head.picture,
    seq: head.seq,
    version: head.version,
    memberCount: head.member_count,
    createdAt: timestampFromMs(head.created_at),
    deleted: head.deleted === 1,
    users: [...partiesOf(head)],
    ...(own && { own }),
    ...settingsOf(head),
  });
}

/** What few conversations have. */
function settingsOf({ rights, shows_past: showsPast, details }: Head) {
  const decided = unpackRights(rights);
  const { about = '', announcement } = readDetails({ details }) ?? {};
  return {
    ...(decided && { rights: create(RightsSchema, decided) }),
    ...(showsPast === 1 && { showsPast: true }),
    ...(about !== '' && { about }),
    ...(announcement && { announcement }),
  };
}

/** Description and announcement; undefined when it has neither. */
export function readDetails({ details }: Pick<Head, 'details'>): Conversation | undefined {
  return details === null ? undefined : fromBinary(ConversationSchema, details);
}

/** The room of a whisper, the game of a game's group. */
function parentOf({ kind, parent }: Head): string {
  if (parent === 0) return '';
  return kind === Kind.GROUP ? formatId('gam', parent) : formatId('cnv', parent);
}

/**
 * A room as strangers see it: what it is called and about and how many are in it, not how much is said, nor what its
 * members are told. Its version is 0, so that
 * it never replaces what a member knows.
 */
export function toPublicConversation(head: Head): Conversation {
  const { announcement: _, ...shown } = toConversation({ ...head, seq: 0, version: 0 });
  return shown;
}

/** Whom a direct conversation or a whisper is between, whether or not all of them see it. */
export function partiesOf(head: Head): readonly UserId[] {
  return partyKeys(head).map((key) => formatId('usr', key));
}

export function partyKeys({ direct_key: key }: Pick<Head, 'direct_key'>): readonly number[] {
  if (key === null) return [];
  return key
    .slice(key.indexOf('/') + 1)
    .split(':')
    .map(Number);
}

/** What names the one direct conversation between users, or their one whisper in a room. */
export function partyKey(users: readonly number[], room?: number): string {
  const sorted = users.toSorted((a, b) => a - b).join(':');
  return room === undefined ? sorted : `${room}/${sorted}`;
}

/** Whose sockets a change of SELF or a direct conversation goes to, once all of them are members. */
export function audienceOf(head: Head): readonly UserId[] {
  return head.kind === Kind.SELF ? [formatId('usr', head.id)] : partiesOf(head);
}
