// How marks move: only forward, never past the newest message (docs/sync.md 26).
export interface Marks {
  readonly read: number;
  readonly delivered: number;
  readonly markedUnread: boolean;
}

export interface MarkRequest {
  readonly read: number | undefined;
  readonly delivered: number | undefined;
  readonly unread: boolean;
}

/** @param seq the conversation's newest */
export function moveMarks(marks: Marks, request: MarkRequest, seq: number): Marks {
  const read = Math.max(marks.read, Math.min(request.read ?? 0, seq));
  // What was read has arrived.
  const delivered = Math.max(marks.delivered, Math.min(request.delivered ?? 0, seq), read);
  const isRead = request.read !== undefined;
  return { read, delivered, markedUnread: request.unread || (marks.markedUnread && !isRead) };
}

export function isSameMarks(a: Marks, b: Marks): boolean {
  return a.read === b.read && a.delivered === b.delivered && a.markedUnread === b.markedUnread;
}
