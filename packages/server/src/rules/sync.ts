// When a client's knowledge of a stream can be mended by a delta and when it must start anew (docs/sync.md 15), and where
// a page of rows ends.
import { Conversation_Kind as Kind } from '@hubbub/protocol';

/** A stream that moved further than this is answered by a reset, or announced without rows. */
export const mostVersionsInDelta = 1_000;
export const newestInReset = 50;
export const mostNotices = 100;

interface Knowledge {
  readonly kind: Kind;
  /** The client's version; undefined when it knows nothing of the stream. */
  readonly known: number | undefined;
  readonly version: number;
  readonly joinVersion: number;
}

/**
 * SELF is only reset for those who know nothing of it, or more than there is: its reset holds every item, so it could never
 * be shorter than the delta, and a reset that is paged would begin again at each page.
 */
export function needsReset({ kind, known, version, joinVersion }: Knowledge): boolean {
  if (known === undefined || known > version) return true;
  if (kind === Kind.SELF) return false;
  return version - known > mostVersionsInDelta || joinVersion > known;
}

interface Versioned {
  readonly version: number;
}

/**
 * How many of these rows, in order of version, fit into `limit` when a page ends at a version. At least one version is
 * taken, so that every page gets on.
 */
export function countThatFit(rows: readonly Versioned[], limit: number): number {
  if (rows.length <= limit) return rows.length;
  let end = limit;
  while (end > 0 && rows[end - 1]?.version === rows[end]?.version) end -= 1;
  if (end > 0) return end;
  end = 1;
  while (end < rows.length && rows[end]?.version === rows[0]?.version) end += 1;
  return end;
}
