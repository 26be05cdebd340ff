// What the store is asked before hooks are: what the write will find, as far as it can be known. It refuses whom the write
// would refuse, so hooks hear of nothing that could not happen, and nobody learns from one what they may not know.
import {
  Conversation_Kind as Kind,
  OperationError,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { requireAct, requireOutranks } from '../rules/conversation.ts';
import { refuseBanned } from '../store/ban-store.ts';
import { readPlace, type Place } from '../store/conversation-store.ts';
import { mustFind, needsApproval, requireGood } from '../store/invite-store.ts';
import { requireWaiting } from '../store/request-store.ts';
import { readPresentAmong } from '../store/member-store.ts';
import { requirePost, type MessageContent } from '../rules/message.ts';
import { messageAt, type MessageName } from '../store/message-change-store.ts';
import { findSent, type NewMessage } from '../store/message-store.ts';
import type { Read, Steps, Transaction } from '../store/statement.ts';

type Sending = Omit<NewMessage, 'content'>;

/** The kind of a conversation that the sender is in; undefined for a retry of what is stored. */
export const readSending: Read<Sending, Kind | undefined> = {
  name: 'readSending',
  *run(tx, sending) {
    if ((yield* findSent.run(tx, sending)) !== undefined) return undefined;
    const place = yield* readPlace(sending.conversation, sending.sender);
    requirePost(place, tx.now);
    return place.kind;
  },
};

/** The kind of the conversation in which the user's own message stands; undefined for a message of somebody else. */
export const readEditing: Read<MessageName, Kind | undefined> = {
  name: 'readEditing',
  *run(_tx, { conversation, user, seq }) {
    const place = yield* readPlace(conversation, user);
    const { message } = yield* messageAt(place, seq);
    return message.sender === user ? place.kind : undefined;
  },
};

export interface Forward {
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly seqs: readonly number[];
  readonly to: readonly ConversationId[];
}

interface Copy {
  readonly target: ConversationId;
  readonly kind: Kind;
  readonly content: MessageContent;
}

/** What would stand where. */
export const readForwarding: Read<Forward, readonly Copy[]> = {
  name: 'readForwarding',
  *run(tx, { conversation, user, seqs, to }) {
    const source = yield* readPlace(conversation, user);
    const contents: MessageContent[] = [];
    for (const seq of seqs) contents.push((yield* messageAt(source, seq)).message.content);
    const copies: Copy[] = [];
    for (const target of to) {
      const place = yield* readPlace(target, user);
      requirePost(place, tx.now);
      for (const content of contents) copies.push({ target, kind: place.kind, content });
    }
    return copies;
  },
};

export interface Move {
  readonly act: 'join' | 'add' | 'leave' | 'remove' | 'ban' | 'decide' | 'enter';
  readonly conversation: ConversationId;
  readonly by: UserId;
  /** Those who are to come in or to go. */
  readonly users: readonly UserId[];
  /** 'enter': the hash of the link's code. */
  readonly hash?: string;
}

interface Moving {
  readonly kind: Kind;
  /** Those of whom it is not so already. */
  readonly users: readonly UserId[];
}

export const readMoving: Read<Move, Moving> = {
  name: 'readMoving',
  *run(tx, move) {
    const place = yield* readPlace(move.conversation, move.by);
    const isOut = place.kind === Kind.ROOM ? place.hasLeft : place.hasGone;
    if (move.act === 'leave' && isOut) return { kind: place.kind, users: [] };
    if (move.act !== 'enter') requireAct(move.act, place);
    return { kind: place.kind, users: yield* usersOf(tx, move, place) };
  },
};

function* usersOf(tx: Transaction, move: Move, own: Place): Steps<readonly UserId[]> {
  const { act, conversation, users } = move;
  if (act === 'leave') return users;
  if (act === 'enter') return (yield* entersBy(move, own, tx.now)) ? users : [];
  if (act === 'decide') {
    yield* refuseBanned(own.head, users, tx.now);
    for (const user of users) yield* requireWaiting(own.head, user);
    return users;
  }
  if (act === 'join' || act === 'add') {
    const present = new Set(yield* readPresentAmong(own.head.id, users));
    const coming = users.filter((user) => !present.has(user));
    yield* refuseBanned(own.head, coming, tx.now);
    return coming;
  }
  const going: UserId[] = [];
  for (const user of users) {
    const place = yield* readPlace(conversation, user);
    if (place.hasLeft) continue;
    if (place.role === undefined && act === 'ban') continue;
    if (place.role === undefined) throw new OperationError('UNKNOWN');
    requireOutranks(own.role, place.role);
    going.push(user);
  }
  return going;
}

/** Whether the link lets somebody in at once, who is not in it yet. */
function* entersBy({ hash = '', by }: Move, place: Place, now: number): Steps<boolean> {
  if (place.role !== undefined) return false;
  const row = yield* mustFind(hash);
  yield* requireGood(row, now);
  yield* refuseBanned(place.head, [by], now);
  return !needsApproval(row, place);
}
