// The tables of people's contacts, and of the moments that those see.

/**
 * How a user stands to another: the user's own side, which nobody else changes but by asking (rules/contact.ts). Primary key
 * (app, user, other).
 */
export interface ContactTable {
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
export interface MomentTable {
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
export interface InteractionTable {
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
export interface TimelineTable {
  app: number;
  user: number;
  /** Of the moment. */
  created_at: number;
  moment: number;
}

/** Who is told of which like or comment. Primary key (app, user, version); unique (app, moment, interaction, user). */
export interface MomentNoticeTable {
  app: number;
  user: number;
  /** Of the item on the user's SELF: the order. */
  version: number;
  moment: number;
  interaction: number;
}
