// The tables, for both engines. Ids are the numbers behind the wire's ids (protocol/ids.ts), `app` is the app's number;
// times are integer milliseconds since 1970; flags are 0 or 1; bytes are BLOB or BYTEA. Migrations create what stands here.
import type { Generated } from 'kysely';
import type {
  ChallengeTable,
  EmailTable,
  ExportPartTable,
  ExportTable,
  HeldNameTable,
  PasskeyTable,
  RecoveryCodeTable,
  TotpTable,
} from './schema-accounts.ts';
import type {
  AuditTable,
  BackendKeyTable,
  EventLogTable,
  LogHeadTable,
  LeaseTable,
} from './schema-apps.ts';
import type {
  MediaTable,
  MessageMediaTable,
  UploadPartTable,
  UploadTable,
} from './media-schema.ts';
import type {
  PushOwedTable,
  PushStateTable,
  PushSubscriptionTable,
  SecretTable,
} from './schema-push.ts';
import type { SearchKeyTable, SearchStateTable } from './search-schema.ts';
import type { BanTable, InviteTable, JoinRequestTable, ReportTable } from './schema-groups.ts';
import type {
  ChoiceTable,
  MentionTable,
  MessageEditTable,
  MessageTable,
  PinTable,
} from './message-schema.ts';

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
  contact: ContactTable;
  moment: MomentTable;
  interaction: InteractionTable;
  timeline: TimelineTable;
  moment_notice: MomentNoticeTable;
  media: MediaTable;
  upload: UploadTable;
  upload_part: UploadPartTable;
  game: GameTable;
  backend_key: BackendKeyTable;
  event_log: EventLogTable;
  log_head: LogHeadTable;
  lease: LeaseTable;
  held_name: HeldNameTable;
  challenge: ChallengeTable;
  email: EmailTable;
  passkey: PasskeyTable;
  totp: TotpTable;
  recovery_code: RecoveryCodeTable;
  export: ExportTable;
  export_part: ExportPartTable;
  message_edit: MessageEditTable;
  mention: MentionTable;
  choice: ChoiceTable;
  pin: PinTable;
  audit: AuditTable;
  search_key: SearchKeyTable;
  search_state: SearchStateTable;
  message_media: MessageMediaTable;
  invite: InviteTable;
  join_request: JoinRequestTable;
  ban: BanTable;
  report: ReportTable;
  secret: SecretTable;
  push_subscription: PushSubscriptionTable;
  push_state: PushStateTable;
  push_owed: PushOwedTable;
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
  /** The protobuf bytes of AppSettings; null before the first change. */
  settings: Uint8Array | null;
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
  /** Settings.Accept, Window.Span, Sharing.Choice twice, Showing.Choice; 0 until the user chooses. */
  accept: Generated<number>;
  moment_window: Generated<number>;
  receipts: Generated<number>;
  typing: Generated<number>;
  presence: Generated<number>;
  /** Bytes of a Status, null for none; when it was here last, some seconds late, 0 for never. */
  status: Generated<Uint8Array | null>;
  seen_at: Generated<number>;
  /** The business's own id of it; unique (app, external_id) where it is set. */
  external_id: string | null;
  /** 1 for an account that is no person but sends for the business. */
  system: Generated<number>;
  about: string;
  /** 1 while nobody has signed it up: it has no username and no password. */
  guest: number;
  /** When the username was changed last; 0 for never. */
  name_changed_at: number;
  /** Since when it may not come in; 0: it may. Indexes (app, id) and (disabled_at) where it is set. */
  disabled_at: Generated<number>;
  disabled_reason: Generated<string>;
  /** When it is enabled by itself; 0: not. */
  disabled_until: Generated<number>;
}

/** Primary key (app, id); unique token_hash; unique (app, user, key) where key is not null; index (app, user);
 * indexes replaced_hash and replaced_at where they are set. */
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
  /** When somebody last proved at this device to be its user. */
  proven_at: number;
  /** What was token_hash until a log-in on another device ended this one (device-policy-store.ts). */
  replaced_hash: Generated<string | null>;
  /** When it did; 0: it did not. */
  replaced_at: Generated<number>;
}

/** Primary key token_hash; index (app, device). Opens one socket, once. */
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
  /** Until then it may only read; stays when it leaves. */
  muted_until: Generated<number>;
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

/**
 * How a user stands to another: the user's own side, which nobody else changes but by asking (rules/contact.ts). Primary key
 * (app, user, other).
 */
interface ContactTable {
  app: number;
  user: number;
  other: number;
  /** On the list, blocked, hidden: a sum of bits, so that visibility reads one number per side. */
  flags: number;
  alias: string;
  /** JSON array of the user's tags of the other one. */
  tags: string;
  /** Contact.Request, and what came with it. */
  request: number;
  request_text: string;
  requested_at: number;
  /** When the user last asked the other one; counts for the limit of a day. */
  asked_at: number;
}

/** Primary key (app, id); index (app, author, created_at, id). A deleted moment has no row. */
interface MomentTable {
  app: number;
  id: number;
  author: number;
  created_at: number;
  /** The protobuf bytes of a Moment with its text, media and audience. */
  content: Uint8Array;
  /** The place that was given last to a like or comment; the row is locked for the next. */
  last_place: number;
}

/**
 * Likes and comments. Primary key (app, moment, place); unique (app, id); unique (app, moment, author) of likes; index
 * (app, author).
 */
interface InteractionTable {
  app: number;
  moment: number;
  /** Dense but for what was deleted: the order. */
  place: number;
  id: number;
  author: number;
  /** 1 a like, 0 a comment. */
  liked: number;
  text: string;
  /** The comment it answers and whose that is; 0 for none. */
  reply_to: number;
  reply_user: number;
  created_at: number;
}

/** Whose timeline points at which moment. Primary key (app, user, created_at, moment); index (app, moment). */
interface TimelineTable {
  app: number;
  user: number;
  /** Of the moment. */
  created_at: number;
  moment: number;
}

/** Who is told of which like or comment. Primary key (app, user, version); unique (app, moment, interaction, user). */
interface MomentNoticeTable {
  app: number;
  user: number;
  /** Of the item on the user's SELF: the order. */
  version: number;
  moment: number;
  interaction: number;
}

/**
 * Primary key (app, id); unique (app, name); unique (app, code) where code is set; index (app, lobby, type, created_at) where
 * lobby = 1; index (node, lease_until) of those that are not over. What a game's state is, its process alone knows.
 */
interface GameTable {
  app: number;
  id: number;
  /** What clients call it: the id's wire form, or the name that a program gave a game of its own. */
  name: string;
  type: string;
  state: number;
  private: number;
  locked: number;
  /** 1 while it is listed: public and not over. */
  lobby: number;
  /** Made by the program that runs the server, and made again by it. */
  fixed: number;
  min_seats: number;
  max_seats: number;
  /** How many seats are taken. */
  taken: number;
  /** JSON: who sits where. */
  seats: string;
  options: string;
  /** 0 while nobody is in it. */
  conversation: number;
  code: string | null;
  /** Why it is over. */
  ending: number;
  result: string;
  checkpoint: string | null;
  /** The process that runs it, of this one start: nobody else may write its row. */
  node: string;
  /** Unless it renews this, that process is lost. */
  lease_until: number;
  created_at: number;
  ended_at: number;
}
