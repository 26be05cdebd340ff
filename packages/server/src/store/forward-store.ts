// Forwarding: what the caller sees in one conversation is said again by the caller in others, all of it in one transaction.
// What the copies tell of where it was said is decided in rules/message.ts.
import {
  type Conversation_Kind as Kind,
  OperationError,
  type ConversationId,
  type Message,
  type UserId,
} from '@hubbub/protocol';
import { originOf } from '../rules/message.ts';
import { append, checkDraft, type AppendedMessage } from './append-store.ts';
import { lockPlace, readPlace, type Place } from './conversation-store.ts';
import { findResult, keepResult, type Key } from './idempotency-store.ts';
import { messageAt, requireStanding } from './message-change-store.ts';
import { findByKey } from './message-store.ts';
import type { Read, Steps, Write } from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';

export interface Forwarding {
  readonly conversation: ConversationId;
  readonly user: UserId;
  /** In order, each once. */
  readonly seqs: readonly number[];
  /** In order of id, each once. */
  readonly to: readonly ConversationId[];
  readonly key: Key;
}

export interface Forwarded {
  readonly messages: readonly Message[];
  readonly repeated: boolean;
  readonly streams: readonly StreamChange[];
}

export const forwardMessages: Write<Forwarding, Forwarded> = {
  name: 'forwardMessages',
  locks: ({ conversation, to }) => ({ conversations: [conversation, ...to] }),
  *run(tx, forwarding) {
    const { conversation, user, seqs, to, key } = forwarding;
    const source = yield* lockPlace(conversation, user);
    const earlier = yield* repeat(forwarding);
    if (earlier !== undefined) return earlier;
    const originals: Message[] = [];
    for (const seq of seqs) originals.push(yield* forwardable(source, seq));
    yield* keepResult(key, seqs.length);
    const messages: Message[] = [];
    const streams: StreamChange[] = [];
    for (const target of to)
      for (const [i, original] of originals.entries()) {
        const copy = { target, original, kind: source.kind, clientMsgId: idOf(key, i) };
        const appended = yield* sayAgain(forwarding, { ...copy, now: tx.now });
        messages.push(appended.message);
        streams.push(...appended.streams);
      }
    return { messages, repeated: false, streams };
  },
};

/** What an earlier call with this key made, without writing; undefined when there was none. */
export const findForwarded: Read<Forwarding, Forwarded | undefined> = {
  name: 'findForwarded',
  *run(_tx, forwarding) {
    return yield* repeat(forwarding);
  },
};

function* forwardable(source: Place, seq: number): Steps<Message> {
  const held = yield* messageAt(source, seq);
  requireStanding(held);
  const { content } = held.message;
  if (content.case !== 'text' && content.case !== 'media') throw new OperationError('CONTENT');
  return held.message;
}

interface Copy {
  readonly target: ConversationId;
  readonly original: Message;
  /** Where the original stands. */
  readonly kind: Kind;
  readonly clientMsgId: string;
  readonly now: number;
}

function* sayAgain(
  { user, key: { digest } }: Forwarding,
  { target, original, kind, clientMsgId, now }: Copy,
): Steps<AppendedMessage> {
  const place = yield* lockPlace(target, user);
  const body = { content: original.content, origin: originOf(original, kind) };
  const draft = { sender: user, clientMsgId, digest, body, now };
  const appended = yield* append(yield* checkDraft(place, draft));
  // A message of one's own that happens to be called like this copy.
  if (appended === undefined) throw new OperationError('KEY_REUSED');
  return appended;
}

/** The copies that are still there for their sender; places that are gone, or that it has left, tell nothing. */
function* repeat({ user, seqs, to, key }: Forwarding): Steps<Forwarded | undefined> {
  if ((yield* findResult(key)) === undefined) return undefined;
  const messages: Message[] = [];
  for (const target of to) {
    const place = yield* placeOf(target, user);
    if (place?.role === undefined) continue;
    for (const i of seqs.keys()) {
      const named = {
        conversation: place.head.id,
        sender: userKey(user),
        clientMsgId: idOf(key, i),
      };
      const earlier = yield* findByKey(named, { digest: key.digest, place });
      if (earlier !== undefined) messages.push(earlier.message);
    }
  }
  return { messages, repeated: true, streams: [] };
}

function* placeOf(conversation: ConversationId, user: UserId): Steps<Place | undefined> {
  try {
    return yield* readPlace(conversation, user);
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
}

/** The key of a copy in its new conversation. */
function idOf({ clientKey }: Key, place: number): string {
  return `${clientKey}/${place}`;
}
