// The tables of the streams, beside their messages (message-schema.ts).
import type { Generated } from 'kysely';

/**
 * Primary key (app, id); unique (app, direct_key); index (app, kind, id); index (app, parent) where parent is set. `seq` and `version` are the head and change only
 * under the head's lock (statement.ts). A user's SELF conversation has the user's id.
 */
export interface ConversationTable {
  app: number;
  id: number;
  kind: number;
  parent: number;
  /** DIRECT: its two users, sorted, "low:high" in decimal. WHISPER: its room and its users, sorted, "room/low:…:high". */
  direct_key: string | null;
  title: string;
  /** The title folded for finding: NFKC, lower case. */
  title_folded: string;
  picture: string;
  seq: number;
  version: number;
  member_count: number;
  /** Largest join_seq of a present member. */
  floor: number;
  deleted: number;
  created_at: number;
  /** What it has decided for itself, two bits each (rules/conversation.ts); 0: all as shipped. */
  rights: Generated<number>;
  /** 1: who comes in sees what was said before. */
  shows_past: Generated<number>;
  /** The protobuf bytes of a Conversation with its description and announcement alone; null when it has neither. */
  details: Generated<Uint8Array | null>;
}

/**
 * Primary key (app, conversation, user); index (app, user, conversation); index (app, conversation, version).
 * left_version > 0 is a tombstone. join_version is the version at which the present membership began.
 */
export interface MemberTable {
  app: number;
  conversation: number;
  user: number;
  role: number;
  join_seq: number;
  join_version: number;
  cleared: number;
  version: number;
  joined_at: number;
  left_version: number;
  left_reason: number;
  /** The newest message it sent is at most `sentSpan` seqs above this one; 0 when it sent none (message-store.ts). */
  sent_floor: number;
  /** Until then it may only read; stays when it leaves. */
  muted_until: Generated<number>;
}

/** Primary key (app, conversation, version); index (app, conversation, anchor). */
export interface NoticeTable {
  app: number;
  conversation: number;
  version: number;
  anchor: number;
  kind: number;
  actor: number;
  text: string;
  created_at: number;
  /** The protobuf bytes of a Notice with its arguments alone; null when it has none but its text. */
  args: Uint8Array | null;
}

/**
 * Rows of SELF. Primary key (app, user, kind, target, key); index (app, user, version). `target` is the conversation (or
 * user) the item speaks of, 0 for none; `key` is '' unless the kind needs more.
 */
export interface ItemTable {
  app: number;
  user: number;
  kind: number;
  target: number;
  key: string;
  version: number;
  removed: number;
  read_seq: number;
  delivered_seq: number;
  marked_unread: number;
  /** The protobuf bytes of an Item with what has no column of its own. */
  value: Uint8Array | null;
}
