// The row of a conversation as the store reads it and as messages show it.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  ConversationSchema,
  Conversation_Kind as Kind,
  formatId,
  type Conversation,
  type Own,
  type UserId,
} from '@hubbub/protocol';
import type { Selectable } from 'kysely';
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
] as const;

export type Head = Omit<Selectable<Database['conversation']>, 'app' | 'title_folded'>;

/** The head as members see it; `own` only for the one caller it belongs to. */
export function toConversation(head: Head, own?: Own): Conversation {
  return create(ConversationSchema, {
    id: formatId('cnv', head.id),
    kind: head.kind,
    parent: head.parent === 0 ? '' : formatId('cnv', head.parent),
    title: head.title,
    picture: head.picture,
    seq: head.seq,
    version: head.version,
    memberCount: head.member_count,
    createdAt: timestampFromMs(head.created_at),
    deleted: head.deleted === 1,
    users: [...pairOf(head)],
    ...(own && { own }),
  });
}

/**
 * A room as strangers see it: what it is called and how many are in it, not how much is said. Its version is 0, so that
 * it never replaces what a member knows.
 */
export function toPublicConversation(head: Head): Conversation {
  return toConversation({ ...head, seq: 0, version: 0 });
}

/** The two of a direct conversation, whether or not both see it yet. */
export function pairOf(head: Head): readonly UserId[] {
  if (head.direct_key === null) return [];
  return head.direct_key.split(':').map((key) => formatId('usr', Number(key)));
}

/** Whose sockets a change goes to, for the kinds without a topic, once all of them are members. */
export function audienceOf(head: Head): readonly UserId[] {
  return head.kind === Kind.SELF ? [formatId('usr', head.id)] : pairOf(head);
}
