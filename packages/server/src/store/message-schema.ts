// The tables of messages and of what happens to them (schema.ts).
/**
 * Appended in commit order. Unique (app, conversation, seq); unique (app, conversation, sender, client_msg_id);
 * index (app, conversation, version) where version_changed = 1; index (app, conversation, seq) where recalled = 1.
 */
export interface MessageTable {
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

/** Primary key (app, conversation, seq, version). What a message said from `version` (at `since`) until it was edited. */
export interface MessageEditTable {
  app: number;
  conversation: number;
  seq: number;
  version: number;
  /** As in `message`. */
  content: Uint8Array;
  since: number;
}

/** Primary key (app, conversation, user, seq). Whom a message calls, for counting; user 0 is everybody. */
export interface MentionTable {
  app: number;
  conversation: number;
  user: number;
  seq: number;
}

/**
 * Primary key (app, conversation, seq, choice, user). Who chose what about a message: an emoji, or the number of a poll's
 * option. The counts stand in the message.
 */
export interface ChoiceTable {
  app: number;
  conversation: number;
  seq: number;
  choice: string;
  user: number;
  created_at: number;
}

/** Primary key (app, conversation, seq). */
export interface PinTable {
  app: number;
  conversation: number;
  seq: number;
  user: number;
  created_at: number;
}
