// The tables of accounts.
import type { Generated } from 'kysely';

/** Primary key (app, id); unique (app, username_folded). A deleted user keeps its row, blank. */
export interface UserTable {
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
export interface DeviceTable {
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
export interface TicketTable {
  app: number;
  token_hash: string;
  device: number;
  expires_at: number;
}

/** Primary key (app, name_hash). Names that were given up and may not be taken by anybody but `user` until then. */
export interface HeldNameTable {
  app: number;
  /** SHA-256 of the folded name, in hex: what was erased is not written down anew. */
  name_hash: string;
  user: number;
  until: number;
}

/** Primary key (app, hash); index (app, user, kind). What somebody has to answer, once and soon (challenge-store.ts). */
export interface ChallengeTable {
  app: number;
  /** SHA-256 of what names it, in hex. */
  hash: string;
  kind: string;
  /** 0 before it is known whose answer it will be. */
  user: number;
  data: string;
  /** Wrong answers so far. */
  tries: number;
  expires_at: number;
}

/** Primary key (app, user); index (app, address_folded). Verified addresses only. */
export interface EmailTable {
  app: number;
  user: number;
  address: string;
  address_folded: string;
  /** Of the mails. */
  language: string;
  verified_at: number;
}

/** Primary key (app, id); unique (app, credential); index (app, user). */
export interface PasskeyTable {
  app: number;
  id: number;
  user: number;
  /** The authenticator's own id of it, in base64url. */
  credential: string;
  public_key: Uint8Array;
  /** The authenticator's count of signatures; 0 for those that do not count. */
  counter: number;
  /** As the browser told them, separated by commas. */
  transports: string;
  name: string;
  created_at: number;
  last_used_at: number;
}

/** Primary key (app, user). `confirmed_at` is 0 until the first code was right. */
export interface TotpTable {
  app: number;
  user: number;
  /** Base32. */
  secret: string;
  confirmed_at: number;
  /** The step of the last code that was taken: none of it or before is taken again. */
  last_step: number;
}

/** Primary key (app, user, hash). One row is one code that was not used yet. */
export interface RecoveryCodeTable {
  app: number;
  user: number;
  hash: string;
}

/** Primary key (app, id); index (app, user). Everything of an account, in parts that are written one after the other. */
export interface ExportTable {
  app: number;
  id: number;
  user: number;
  created_at: number;
  /** 0 while it is being written. */
  ready_at: number;
}

/** Primary key (app, export, no). Of a part that is being written the size is 0. */
export interface ExportPartTable {
  app: number;
  export: number;
  no: number;
  /** What the blob port knows it by. */
  blob: string;
  size: number;
}
