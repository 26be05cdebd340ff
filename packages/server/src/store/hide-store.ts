// Hiding a message: for everybody it is gone as one that was taken back, and as finally (docs/adr/0036-hiding.md). What it said is
// kept with what it said before, and its media with it; transcripts alone show them.
import {
  Conversation_Kind as Kind,
  LogEvent_Kind,
  OperationError,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { requireRight } from '../rules/message.ts';
import { lockHead } from './conversation-store.ts';
import { keepWording } from './edit-store.ts';
import type { Head } from './head.ts';
import {
  holdMessage,
  keepMessage,
  requireStanding,
  rowAt,
  unchangedMessage,
  type ChangedMessage,
  type HeldMessage,
  type MessageName,
} from './message-change-store.ts';
import { removeTraces, stubOf } from './recall-store.ts';
import type { NewEvent, Steps, Write } from './statement.ts';

/** By owner or admin of its room or group. */
export const hideMessage: Write<MessageName, ChangedMessage> = {
  name: 'hideMessage',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(_tx, name) {
    const held = yield* holdMessage(name);
    requireRight('hide', held.place);
    return yield* hide(held);
  },
  events: (_args, result) => hiddenEvents(result),
};

/** By those who run the app, who need not be members. */
export const hideByOperator: Write<Pick<MessageName, 'conversation' | 'seq'>, ChangedMessage> = {
  name: 'transcript.hide',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(_tx, { conversation, seq }) {
    const head = yield* lockHead(conversation);
    if (head.kind === Kind.SELF) throw new OperationError('KIND');
    return yield* hide({ place: { head }, ...(yield* rowAt(head, seq)) });
  },
  events: (_args, result) => hiddenEvents(result),
};

type Held = Pick<HeldMessage, 'row' | 'message'> & { readonly place: { readonly head: Head } };

function* hide(held: Held): Steps<ChangedMessage> {
  if (held.message.hidden) return unchangedMessage(held);
  requireStanding(held);
  yield* keepWording(held);
  yield* removeTraces(held);
  return yield* keepMessage(held, { message: { ...stubOf(held.message), hidden: true } });
}

function hiddenEvents({ message, streams }: ChangedMessage): NewEvent[] {
  if (streams.length === 0) return [];
  const { conversation, version = 0, sender } = message;
  const kind = LogEvent_Kind.MESSAGE_HIDDEN;
  return [
    {
      kind,
      version,
      conversation: conversation as ConversationId,
      user: sender as UserId,
      message,
    },
  ];
}
