// The tables of the search index (schema.ts).
/**
 * Primary key (app, conversation, key, at, seq). Under which keys messages are found (rules/searchable.ts), those that were
 * indexed together in one row (search-list.ts), newest last within a key, so that the newest are read first and the rest not
 * at all.
 */
export interface SearchKeyTable {
  app: number;
  conversation: number;
  /** A word, a part of one, a character, a pair of characters; or with '@' its sender and with '#' what is in it. */
  key: string;
  /** When the newest message of the row was sent. */
  at: number;
  seq: number;
  /** From its oldest message to its newest, in milliseconds. */
  span: number;
  /** The messages before the newest. */
  rest: string;
}

/** Primary key (app, conversation). Up to which seq messages are in the index; those that change are kept up at once. */
export interface SearchStateTable {
  app: number;
  conversation: number;
  seq: number;
}
