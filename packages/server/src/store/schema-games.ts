// The table of games.

/**
 * Primary key (app, id); unique (app, name); unique (app, code) where code is set; index (app, lobby, type, created_at) where
 * lobby = 1; index (node, lease_until) of those that are not over. What a game's state is, its process alone knows.
 */
export interface GameTable {
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
