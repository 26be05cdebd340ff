// The tables of how people come into groups (schema.ts).
/** Links into groups. Primary key (app, id); unique (app, code_hash); index (app, conversation). */
export interface InviteTable {
  app: number;
  id: number;
  conversation: number;
  /** SHA-256 of the code in hex. */
  code_hash: string;
  creator: number;
  created_at: number;
  /** 0: never. */
  expires_at: number;
  /** 0: as often as one likes. */
  most_uses: number;
  uses: number;
  approval: number;
  /** 0: not. */
  revoked_at: number;
}

/** Who is kept out of a room or group. Primary key (app, conversation, user); index (app, user). */
export interface BanTable {
  app: number;
  conversation: number;
  user: number;
  actor: number;
  reason: string;
  banned_at: number;
  /** 0: not by itself. */
  ends_at: number;
}

/**
 * What users reported. Primary key (app, id); unique (app, reporter, kind, target, seq) of those that are open; index (app,
 * resolved_at, created_at, id).
 */
export interface ReportTable {
  app: number;
  id: number;
  reporter: number;
  /** What it is about (rules/report.ts), the number of its id, and of a message its seq. */
  kind: number;
  target: number;
  seq: number;
  reason: number;
  text: string;
  /** The protobuf bytes of a Report with what was reported alone. */
  snapshot: Uint8Array;
  created_at: number;
  resolution: number;
  /** 0 while it is open. */
  resolved_at: number;
  resolved_by: string;
  note: string;
}

/** Who asked to come in, and was not answered or was declined. Primary key (app, conversation, user); index (app, user). */
export interface JoinRequestTable {
  app: number;
  conversation: number;
  user: number;
  text: string;
  asked_at: number;
  /** 0 while nobody has answered. */
  declined_at: number;
}
