// Taking a message back: its place stays and everything in it goes, here and wherever it was kept. It is the last change of
// the row, so that whoever counts what was recalled counts each once (docs/sync.md 27).
import { hasRight, MessageSchema, OperationError, type Message } from '@hubbub/protocol';
import { create } from '@bufbuild/protobuf';
import { requireInTime } from '../rules/message.ts';
import { dropMedia } from './attachment-store.ts';
import { removeChoices } from './choice-store.ts';
import { removeWordings } from './edit-store.ts';
import { removeMentions } from './mention-store.ts';
import {
  holdMessage,
  keepMessage,
  unchangedMessage,
  type ChangedMessage,
  type HeldMessage,
  type MessageName,
} from './message-change-store.ts';
import { removePin } from './pin-store.ts';
import type { Steps, Write } from './statement.ts';

interface Recall extends MessageName {
  /** How long after it was sent its sender may; 0 for ever. */
  readonly windowMs: number;
}

export const recallMessage: Write<Recall, ChangedMessage> = {
  name: 'recallMessage',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, recall) {
    const held = yield* holdMessage(recall);
    requireRecallable(held, { ...recall, now: tx.now });
    if (held.message.recalled) return unchangedMessage(held);
    yield* removeContent(held, tx.now);
    const stub = stubOf(held.message);
    if (recall.user !== stub.sender) stub.recalledBy = recall.user;
    return yield* keepMessage(held, { message: stub });
  },
};

/** Whoever may do it to others may do it to their own at any time. */
function requireRecallable(
  { message, place, row }: HeldMessage,
  { user, now, windowMs }: Recall & { now: number },
): void {
  if (hasRight('recall', place)) return;
  if (message.sender !== user) throw new OperationError('SENDER');
  if (!message.recalled) requireInTime(row.created_at, now, windowMs);
}

/** All that a message has beside its row. */
function* removeContent(held: HeldMessage, now: number): Steps<void> {
  const { row, message } = held;
  yield* removeWordings(row);
  yield* removeTraces(held);
  if (message.content.case === 'media' || message.damaged) yield* dropMedia(row, now);
}

/** What others counted by it, or put under it. */
export function* removeTraces({ row, message }: Pick<HeldMessage, 'row' | 'message'>): Steps<void> {
  yield* removeMentions(row, message);
  yield* removeChoices(row);
  if (message.pinned || message.damaged) yield* removePin(row);
}

/** What stays in the place of a message. */
export function stubOf(message: Message): Message {
  const { conversation, seq, sender, clientMsgId, createdAt, editedAt, anchor } = message;
  const stub = create(MessageSchema, { conversation, sender, clientMsgId, anchor, recalled: true });
  if (seq !== undefined) stub.seq = seq;
  if (createdAt !== undefined) stub.createdAt = createdAt;
  if (editedAt !== undefined) stub.editedAt = editedAt;
  return stub;
}
