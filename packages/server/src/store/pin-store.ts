// Pinned messages. The flag in the message shows it in its place, the rows here list them.
import {
  Notice_Kind,
  OperationError,
  type ConversationId,
  type Message,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { requireMember } from '../rules/conversation.ts';
import { mostPins, requireRight, visibleFrom } from '../rules/message.ts';
import { bump, readPlace, requireVoiceAt } from './conversation-store.ts';
import {
  holdMessage,
  keepMessage,
  requireStanding,
  tellMessage,
  unchangedMessage,
  writeMessage,
  type ChangedMessage,
  type MessageName,
} from './message-change-store.ts';
import { messageColumns, toMessages, type MessageRow } from './message-row.ts';
import { namedIn, readUsers } from './named-store.ts';
import { writeNotice } from './notice-store.ts';
import { all, first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey } from './stream.ts';

type PinKey = { conversation: number; seq: number };

const insertPin = statement<PinKey & { user: number; now: number }, unknown>((db, p) =>
  db.insertInto('pin').values({
    app: p.app,
    conversation: p.conversation,
    seq: p.seq,
    user: p.user,
    created_at: p.now,
  }),
);

const deletePin = statement<PinKey, unknown>((db, p) =>
  db
    .deleteFrom('pin')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq),
);

const countPins = statement<{ conversation: number }, { count: number }>((db, p) =>
  db
    .selectFrom('pin')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

const selectPinned = statement<{ conversation: number; from: number }, MessageRow>((db, p) =>
  db
    .selectFrom('pin as n')
    .innerJoin('message as m', (join) =>
      join
        .onRef('m.app', '=', 'n.app')
        .onRef('m.conversation', '=', 'n.conversation')
        .onRef('m.seq', '=', 'n.seq'),
    )
    .where('n.app', '=', p.app)
    .where('n.conversation', '=', p.conversation)
    .where('n.seq', '>=', p.from)
    .select(messageColumns.map((column) => `m.${column}` as const))
    .orderBy('n.created_at', 'desc')
    .orderBy('n.seq', 'desc'),
);

export const pinMessage: Write<MessageName, ChangedMessage> = {
  name: 'pinMessage',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, name) {
    const held = yield* holdMessage(name);
    yield* requireVoiceAt(held.place, name.user, tx.now);
    requireRight('pin', held.place);
    requireStanding(held);
    if (held.message.pinned) return unchangedMessage(held);
    const { conversation, seq } = held.row;
    const { count } = (yield* first(countPins, { conversation })) ?? { count: 0 };
    if (count >= mostPins) throw new OperationError('FULL');
    yield* run(insertPin, { conversation, seq, user: userKey(name.user), now: tx.now });
    const head = yield* bump(held.place.head);
    const message = yield* writeMessage(head, held, { message: { ...held.message, pinned: true } });
    const told = { kind: Notice_Kind.PINNED, actor: name.user, args: { seq }, now: tx.now };
    const notices = [yield* writeNotice(head, told)];
    return yield* tellMessage(head, { base: held.place.head.version, message, notices });
  },
};

export const unpinMessage: Write<MessageName, ChangedMessage> = {
  name: 'unpinMessage',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, name) {
    const held = yield* holdMessage(name);
    yield* requireVoiceAt(held.place, name.user, tx.now);
    requireRight('pin', held.place);
    if (!held.message.pinned) return unchangedMessage(held);
    yield* removePin(held.row);
    return yield* keepMessage(held, { message: { ...held.message, pinned: false } });
  },
};

interface Asked {
  readonly conversation: ConversationId;
  readonly user: UserId;
}

/** Those that the user may see, newest pin first. */
export const readPins: Read<Asked, { messages: readonly Message[]; users: readonly User[] }> = {
  name: 'readPins',
  *run(tx, { conversation, user }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    const from = visibleFrom(place) ?? 1;
    const rows = yield* all(selectPinned, { conversation: place.head.id, from });
    const messages = yield* toMessages(rows);
    return { messages, users: yield* readUsers(tx, namedIn([{ messages }])) };
  },
};

export function* removePin({ conversation, seq }: PinKey): Steps<void> {
  yield* run(deletePin, { conversation, seq });
}
