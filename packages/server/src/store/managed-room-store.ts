// Rooms as the operator sees them, who is in none.
import { Conversation_Kind as Kind, type Conversation } from '@hubbub/protocol';
import { headColumns, toConversation, type Head } from './head.ts';
import { all, statement, type Read } from './statement.ts';

const selectRooms = statement<{ after: number; limit: number }, Head>((db, p) =>
  db
    .selectFrom('conversation as c')
    .where('c.app', '=', p.app)
    .where('c.kind', '=', Kind.ROOM)
    .where('c.id', '>', p.after)
    .where('c.deleted', '=', 0)
    .select(headColumns)
    .orderBy('c.id')
    .limit(p.limit),
);

export const listRooms: Read<
  { after: number; limit: number },
  { rooms: Conversation[]; next: string }
> = {
  name: 'room.list',
  *run(_tx, page) {
    const rows = yield* all(selectRooms, page);
    const next = rows.length < page.limit ? '' : `${rows.at(-1)?.id ?? ''}`;
    return { rooms: rows.map((row) => toConversation(row)), next };
  },
};
