// The tables, for both engines. Ids are the numbers behind the wire's ids (protocol/ids.ts), `app` is the app's number;
// times are integer milliseconds since 1970; flags are 0 or 1; bytes are BLOB or BYTEA. Migrations create what stands here.
export interface Database {
  meta: MetaTable;
  app: AppTable;
  user: UserTable;
  device: DeviceTable;
  ticket: TicketTable;
  conversation: ConversationTable;
  member: MemberTable;
  message: MessageTable;
  notice: NoticeTable;
  item: ItemTable;
  idempotency: IdempotencyTable;
  outbox: OutboxTable;
  message_edit: MessageEditTable;
  mention: MentionTable;
  choice: ChoiceTable;
  pin: PinTable;
}

/** One row. `epoch` names this history of the database; `minBinary` is the oldest schema number that may open it. */
interface MetaTable {
  id: number;
  epoch: string;
  schema: number;
  min_binary: number;
}

interface AppTable {
  id: number;
  /** What the wire calls the app: "main". */
  name: string;
  created_at: number;
  suspended: number;
}

/** Primary key (app, id); unique (app, username_folded). A deleted user keeps its row, blank. */
interface UserTable {
  app: number;
  id: number;
  username: string | null;
  /** The username without case and compatibility forms: names that look alike by case are one name. */
  username_folded: string | null;
  display_name: string;
  picture: string;
  counter: number;
  password_hash: string | null;
  created_at: number;
  deleted: number;
}

/** Primary key (app, id); unique token_hash; unique (app, user, key) where key is not null; index (app, user). */
interface DeviceTable {
  app: number;
  id: number;
  user: number;
  key: string | null;
  name: string;
  class: number;
  /** SHA-256 of the token in hex; null when the device is logged out. */
  token_hash: string | null;
  created_at: number;
  last_seen_at: number;
  /** The login ends then whatever happens, and earlier when it is not used for idle_ms. */
  expires_at: number;
  idle_ms: number;
}

/** Primary key token_hash. Opens one socket, once. */
interface TicketTable {
  app: number;
  token_hash: string;
  device: number;
  expires_at: number;
}

/**
 * Primary key (app, id); unique (app, direct_key); index (app, kind, id); index (app, parent) where parent is set. `seq` and `version` are the head and change only
 * under the head's lock (statement.ts). A user's SELF conversation has the user's id.
 */
interface ConversationTable {
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
}

/**
 * Primary key (app, conversation, user); index (app, user, conversation); index (app, conversation, version).
 * left_version > 0 is a tombstone. join_version is the version at which the present membership began.
 */
interface MemberTable {
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
}

/**
 * Appended in commit order. Unique (app, conversation, seq); unique (app, conversation, sender, client_msg_id);
 * index (app, conversation, version) where version_changed = 1; index (app, conversation, seq) where recalled = 1.
 */
interface MessageTable {
  app: number;
  conversation: number;
  seq: number;
  version: number;
  /** 1 when the row changed after it was sent (edited, recalled, reacted to): only those need an index by version. */
  version_changed: number;
  sender: number;
  client_msg_id: string;
  digest: Uint8Array;
  /**
   * The protobuf bytes of a Message with all that has no column of its own, so that a plain one pays for nothing else. Bytes
   * hold NUL in both engines.
   */
  content: Uint8Array;
  /** WHISPER: the room's seq when it was sent; 0 elsewhere. */
  anchor: number;
  created_at: number;
  edited_at: number | null;
  recalled: number;
}

/** Primary key (app, conversation, version); index (app, conversation, anchor). */
interface NoticeTable {
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
interface ItemTable {
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

/** Primary key (app, user, operation, client_key). `result` names what was created. */
interface IdempotencyTable {
  app: number;
  user: number;
  operation: string;
  client_key: string;
  digest: Uint8Array;
  result: number;
}

/** Effects the server still owes. Primary key id (random); index (due_at); in order within a key. */
interface OutboxTable {
  app: number;
  id: number;
  key: string;
  kind: string;
  payload: Uint8Array;
  due_at: number;
  attempts: number;
  lease_until: number;
  lease_token: string;
}

/** Primary key (app, conversation, seq, version). What a message said from `version` (at `since`) until it was edited. */
interface MessageEditTable {
  app: number;
  conversation: number;
  seq: number;
  version: number;
  /** As in `message`. */
  content: Uint8Array;
  since: number;
}

/** Primary key (app, conversation, user, seq). Whom a message calls, for counting; user 0 is everybody. */
interface MentionTable {
  app: number;
  conversation: number;
  user: number;
  seq: number;
}

/**
 * Primary key (app, conversation, seq, choice, user). Who chose what about a message: an emoji, or the number of a poll's
 * option. The counts stand in the message.
 */
interface ChoiceTable {
  app: number;
  conversation: number;
  seq: number;
  choice: string;
  user: number;
  created_at: number;
}

/** Primary key (app, conversation, seq). */
interface PinTable {
  app: number;
  conversation: number;
  seq: number;
  user: number;
  created_at: number;
}
