// Unread (docs/sync.md 27): one pure function for server, SDK and tests.

/** Seqs and counts of one member's place in a conversation; what is left out is 0. */
export interface UnreadInput {
  readonly seq: number;
  /** The first seq the member sees; 0 for who is no member. */
  readonly joinSeq: number;
  readonly cleared?: number | undefined;
  readonly readSeq?: number | undefined;
  readonly lastSentSeq?: number | undefined;
  /** Messages recalled after the effective seq. */
  readonly recalled?: number | undefined;
}

/** Everything up to this seq counts as read. Sending a message reads what is before it. */
export function effectiveRead(input: Omit<UnreadInput, 'seq' | 'recalled'>): number {
  return Math.max(
    input.joinSeq - 1,
    input.cleared ?? 0,
    input.readSeq ?? 0,
    input.lastSentSeq ?? 0,
  );
}

export function unread(input: UnreadInput): number {
  if (input.joinSeq <= 0) return 0;
  return Math.max(0, input.seq - effectiveRead(input) - (input.recalled ?? 0));
}
