// The tables of accounts, beside the user and its devices (schema.ts).
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
