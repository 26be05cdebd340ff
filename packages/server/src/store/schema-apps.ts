// The tables of apps and their backends: keys, and the event log.
import type { Generated } from 'kysely';

/** Primary key id (random); index app; unique hash and previous_hash. Secrets are here only as their SHA-256 in hex. */
export interface BackendKeyTable {
  app: number;
  id: number;
  title: string;
  /** Numbers of AppKey.Scope, "1,3". */
  scopes: string;
  hash: string;
  previous_hash: string | null;
  /** The secret before the last rotation is good until then. */
  previous_until: number;
  created_at: number;
  last_used_at: number;
}

/**
 * What happened in apps that keep a log. Unique (app, position) where it is set; index (app, conversation, version) where it
 * is not. `id` only names the row: order is `position`, which rows get after they were committed (log-store.ts).
 */
export interface EventLogTable {
  id: Generated<number>;
  app: number;
  position: number | null;
  kind: number;
  /** 0 for events of users and devices. */
  conversation: number;
  version: number;
  created_at: number;
  /** The protobuf bytes of a LogEvent. */
  event: Uint8Array;
}

/** Primary key app: the last position that was given, and the last one whose event is not kept any more. */
export interface LogHeadTable {
  app: number;
  head: number;
  floor: number;
}

/** Primary key name. What one process of all may do; whoever has the token, until then. */
export interface LeaseTable {
  name: string;
  token: string;
  until: number;
}

/** Appended. Primary key id, which names the row: the order is that of committing, nearly. */
export interface AuditTable {
  id: Generated<number>;
  /** 0 for what is about the server. */
  app: number;
  at: number;
  actor: string;
  action: string;
  target: string;
  /** JSON. */
  details: string;
  /** In which owner and admins did it; 0: it was not they. Index (app, conversation, id) where it is set. */
  conversation: Generated<number>;
}
