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
