// Who sees which message, and what a message must hold. Pull, history and every later reader of messages ask here, so that
// there is one answer (docs/sync.md 20).
import { OperationError, type Message } from '@hubbub/protocol';
import { isReadable } from './text.ts';

export type MessageContent = Message['content'];

interface Visibility {
  /** A present member's join_seq; undefined for anybody else. */
  readonly joinSeq: number | undefined;
}

/** The first seq a user may see; undefined when none. */
export function visibleFrom({ joinSeq }: Visibility): number | undefined {
  return joinSeq === undefined ? undefined : Math.max(1, joinSeq);
}

export function isVisible(seq: number, to: Visibility): boolean {
  const from = visibleFrom(to);
  return from !== undefined && seq >= from;
}

/** Throws for a message that says nothing, and for text that is no Unicode (a lone surrogate). */
export function requireContent(content: MessageContent): void {
  if (content.case !== 'text') throw new OperationError('FIELD', 'text: must be set');
  if (!content.value.isWellFormed())
    throw new OperationError('FIELD', 'text: holds half of a surrogate pair');
  if (!isReadable(content.value))
    throw new OperationError('FIELD', 'text: must hold something to read');
}
