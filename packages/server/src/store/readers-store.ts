// Who has read an own message, as far as both show how far they read. In large conversations they are counted, not named.
import {
  Item_Kind,
  OperationError,
  Sharing_Choice as Choice,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { requireMember } from '../rules/conversation.ts';
import { isVisible } from '../rules/message.ts';
import { readPlace } from './conversation-store.ts';
import { readApart } from './presence-store.ts';
import { isTold, listMarks, readSharing } from './sharing-store.ts';
import { first, statement, type Read } from './statement.ts';
import { userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

interface OfMessage {
  readonly conversation: number;
  readonly seq: number;
}

const selectSender = statement<OfMessage, { sender: number }>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq)
    .select('sender'),
);

type Counting = OfMessage & { readonly user: number; readonly apart: string };

const countReaders = statement<Counting, { count: number }>((db, p, engine) =>
  db
    .selectFrom('member as m')
    .innerJoin('user as u', (join) =>
      join.onRef('u.app', '=', 'm.app').onRef('u.id', '=', 'm.user'),
    )
    .innerJoin('item as i', (join) =>
      join
        .onRef('i.app', '=', 'm.app')
        .onRef('i.user', '=', 'm.user')
        .on('i.kind', '=', sql.lit(Item_Kind.MARK))
        .onRef('i.target', '=', 'm.conversation')
        .on('i.key', '=', sql.lit('')),
    )
    .where('m.app', '=', p.app)
    .where('m.conversation', '=', p.conversation)
    .where('m.left_version', '=', 0)
    .where('m.join_seq', '<=', p.seq)
    .where('m.user', '!=', p.user)
    .where('m.user', 'not in', numbersIn(p.apart, engine))
    .where('u.receipts', '!=', sql.lit(Choice.HIDDEN))
    .where('i.read_seq', '>=', p.seq)
    .select(sql<number>`cast(count(*) as integer)`.as('count')),
);

interface Asked {
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly seq: number;
}

interface Readers {
  readonly count: number;
  /** None in large conversations. */
  readonly readers: UserId[];
}

/** UNKNOWN for a message that is not there, SENDER for another's. */
export const readReaders: Read<Asked, Readers> = {
  name: 'mark.readers',
  *run(tx, { conversation, user, seq }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    const of = { conversation: place.head.id, seq };
    const message = isVisible(seq, place) ? yield* first(selectSender, of) : undefined;
    if (message === undefined) throw new OperationError('UNKNOWN');
    if (message.sender !== userKey(user)) throw new OperationError('SENDER');
    if (isTold(place)) {
      const marks = yield* listMarks.run(tx, { conversation, user });
      const readers = marks
        .filter((mark) => (mark.read ?? 0) >= seq)
        .map((mark) => mark.user as UserId);
      return { count: readers.length, readers };
    }
    if ((yield* readSharing(user)).receipts === Choice.HIDDEN) return { count: 0, readers: [] };
    const apart = JSON.stringify((yield* readApart(user)).map(userKey));
    const row = yield* first(countReaders, { ...of, user: userKey(user), apart });
    return { count: row?.count ?? 0, readers: [] };
  },
};
