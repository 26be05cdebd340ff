// Who sees which message, what a message must hold, and what may be done with one. Pull, history and every later reader of
// messages ask here, so that there is one answer (docs/sync.md 20).
import { create } from '@bufbuild/protobuf';
import {
  Conversation_Kind as Kind,
  hasRight,
  isInTime,
  OperationError,
  OriginSchema,
  type Card,
  type Message,
  type Origin,
  type Right,
  type Standing,
} from '@hubbub/protocol';
import { requireAttachments } from './attachment.ts';
import { requireMember, requireVoice } from './conversation.ts';
import { isReadable } from './text.ts';

export type MessageContent = Message['content'];

interface Visibility {
  /** A present member's join_seq; undefined for anybody else. */
  readonly joinSeq: number | undefined;
  /** Up to here it has cleared the conversation for itself. */
  readonly cleared: number;
}

/** The first seq a user may see; undefined when none. */
export function visibleFrom({ joinSeq, cleared }: Visibility): number | undefined {
  return joinSeq === undefined ? undefined : Math.max(1, joinSeq, cleared + 1);
}

export function isVisible(seq: number, to: Visibility): boolean {
  const from = visibleFrom(to);
  return from !== undefined && seq >= from;
}

/**
 * Throws unless there is such a message and the caller sees it. Seqs have no holes, so nothing needs to be looked up. One
 * that was taken back may be answered: the reply holds a number and nothing of it.
 */
export function requireQuotable(
  seq: number,
  to: Visibility & { readonly head: { readonly seq: number } },
): void {
  if (seq > to.head.seq || !isVisible(seq, to)) throw new OperationError('UNKNOWN');
}

/** Throws for a message that says nothing, and for text that is no Unicode (a lone surrogate). */
export function requireContent(content: MessageContent): void {
  if (content.case === 'card') return requireCard(content.value);
  if (content.case === 'media') return requireAttachments(content.value);
  if (content.case !== 'text') throw new OperationError('FIELD', 'text: must be set');
  if (!content.value.isWellFormed())
    throw new OperationError('FIELD', 'text: holds half of a surrogate pair');
  if (!isReadable(content.value))
    throw new OperationError('FIELD', 'text: must hold something to read');
}

/** A card as its sender makes it: what is counted begins with nothing. */
function requireCard({ kind }: Card): void {
  if (kind.case !== 'poll') throw new OperationError('FIELD', 'card: must be set');
  const { question, options, closed, voters } = kind.value;
  if (closed || voters > 0 || options.some(({ votes }) => votes > 0))
    throw new OperationError('FIELD', 'card.poll: begins open, without votes');
  if (!isReadable(question) || !options.every(({ text }) => isReadable(text)))
    throw new OperationError('FIELD', 'card.poll: must hold something to read');
  const different = new Set(options.map(({ text }) => text.trim()));
  if (options.length < 2 || different.size < options.length)
    throw new OperationError('FIELD', 'card.poll.options: at least two, each different');
}

/** What a forwarded message tells of where it was said: as much as any of its new readers might know (docs/adr/0023). */
export function originOf({ sender, conversation, seq, origin }: Message, kind: Kind): Origin {
  if (origin !== undefined) return origin;
  if (kind === Kind.ROOM) return create(OriginSchema, { sender, conversation, seq: seq ?? 0 });
  return create(OriginSchema, kind === Kind.GROUP ? { sender } : {});
}

export function requireRight(right: Right, standing: Standing): void {
  if (!hasRight(right, standing)) throw new OperationError('ROLE');
}

/** Throws unless the member may say something: it is not muted, and members of its role are not. */
export function requirePost(place: Standing & { readonly mutedUntil: number }, now: number): void {
  requireMember(place);
  requireVoice(place, now);
  requireRight('post', place);
}

/** @param windowMs 0 for ever */
export function requireInTime(sentAt: number, now: number, windowMs: number): void {
  if (!isInTime(sentAt, now, windowMs)) throw new OperationError('TOO_LATE');
}

/** How often a message may say something else. */
export const mostEdits = 100;

/** Different emoji under a message. */
export const mostReactions = 20;
export const mostPins = 100;

// One emoji as Unicode recommends them for interchange, sequences and flags included.
const emoji = /^\p{RGI_Emoji}$/v;
const asPicture = '\ufe0f';

/** The emoji as it is stored: what may also be drawn as text is asked for as a picture, so that both ways count as one. */
export function cleanEmoji(text: string): string {
  if (emoji.test(text)) return text;
  const pictured = `${text}${asPicture}`;
  if (emoji.test(pictured)) return pictured;
  throw new OperationError('FIELD', 'emoji: must be one emoji');
}
