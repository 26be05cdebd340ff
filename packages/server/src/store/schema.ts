// The tables, for both engines. Ids are the numbers behind the wire's ids (protocol/ids.ts), `app` is the app's number;
// times are integer milliseconds since 1970; flags are 0 or 1; bytes are BLOB or BYTEA. Migrations create what stands here.
import type {
  ChallengeTable,
  DeviceTable,
  EmailTable,
  ExportPartTable,
  ExportTable,
  HeldNameTable,
  PasskeyTable,
  RecoveryCodeTable,
  TicketTable,
  TotpTable,
  UserTable,
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
import type { GameTable } from './schema-games.ts';
import type {
  ContactTable,
  InteractionTable,
  MomentNoticeTable,
  MomentTable,
  TimelineTable,
} from './schema-moments.ts';
import type {
  PushOwedTable,
  PushStateTable,
  PushSubscriptionTable,
  SecretTable,
} from './schema-push.ts';
import type { ConversationTable, ItemTable, MemberTable, NoticeTable } from './schema-streams.ts';
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
