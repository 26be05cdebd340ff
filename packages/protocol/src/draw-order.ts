// Where a line stands among what a conversation shows (docs/sync.md 25): one comparison for everybody who draws.

/** Of what shares an anchor, the lower rank comes first. Lines that are no state (somebody joined) may stand between. */
export const drawRanks = { message: 0, notice: 1, whisper: 2 } as const;

export interface DrawPlace {
  /** A message's own seq; what a notice or a whisper message stores. */
  readonly anchor: number;
  readonly rank: number;
  readonly conversation: string;
  /** seq of a message, version of a notice. */
  readonly number: number;
}

export function inDrawOrder(a: DrawPlace, b: DrawPlace): number {
  if (a.anchor !== b.anchor) return a.anchor - b.anchor;
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.conversation !== b.conversation) return a.conversation < b.conversation ? -1 : 1;
  return a.number - b.number;
}
