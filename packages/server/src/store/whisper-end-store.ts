// How whispers end: for who leaves the room, and for all when the room is deleted. Every change of who is in a whisper is
// made under the lock of its room, so what is found here stays so.
import {
  Conversation_Kind as Kind,
  formatId,
  type ConversationId,
  type Reason_Code,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { bumpWith, lockPlace } from './conversation-store.ts';
import { headColumns, partiesOf, toConversation, type Head } from './head.ts';
import { endMember, readFloor, readPresent } from './member-store.ts';
import { all, run, statement, type Read, type Steps } from './statement.ts';
import { changeOf, conversationKey, userKey, type StreamChange } from './stream.ts';

const selectOfUser = statement<{ room: number; user: number }, { id: number }>((db, p) =>
  db
    .selectFrom('member as m')
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.app', '=', 'm.app').onRef('c.id', '=', 'm.conversation'),
    )
    .where('m.app', '=', p.app)
    .where('m.user', '=', p.user)
    .where('m.left_version', '=', 0)
    .where('c.parent', '=', p.room)
    .where('c.kind', '=', Kind.WHISPER)
    .where('c.deleted', '=', 0)
    .select('c.id')
    .orderBy('c.id'),
);

// The second condition on the parent, as a literal, lets both engines use the index of those that have one.
const selectOfRoom = statement<{ room: number }, Head>((db, p, engine) => {
  const query = db
    .selectFrom('conversation as c')
    .where('c.app', '=', p.app)
    .where('c.parent', '=', p.room)
    .where('c.parent', '!=', sql.lit(0))
    .where('c.kind', '=', Kind.WHISPER)
    .where('c.deleted', '=', 0)
    .select(headColumns)
    .orderBy('c.id');
  return engine === 'postgres' ? query.forUpdate() : query;
});

const endAll = statement<{ room: number }, unknown>((db, p) =>
  db
    .updateTable('conversation')
    .set((e) => ({ deleted: 1, version: e('version', '+', 1) }))
    .where('app', '=', p.app)
    .where('parent', '=', p.room)
    .where('parent', '!=', sql.lit(0))
    .where('kind', '=', Kind.WHISPER)
    .where('deleted', '=', 0),
);

interface Whose {
  readonly room: ConversationId;
  /** Only those this user is in. */
  readonly user: UserId | undefined;
}

/** The whispers of a room, to be named among a write's locks. */
export const readWhispers: Read<Whose, ConversationId[]> = {
  name: 'readWhispers',
  *run(tx, { room: id, user }) {
    const room = conversationKey(id);
    const rows =
      user === undefined
        ? yield* all(selectIdsOfRoom, { room })
        : yield* all(selectOfUser, { room, user: userKey(user) });
    return rows.map((row) => formatId('cnv', row.id));
  },
};

const selectIdsOfRoom = statement<{ room: number }, { id: number }>((db, p) =>
  db
    .selectFrom('conversation')
    .where('app', '=', p.app)
    .where('parent', '=', p.room)
    .where('parent', '!=', sql.lit(0))
    .where('deleted', '=', 0)
    .select('id'),
);

/** Ends the user's memberships of a room's whispers, for the reason it left the room. */
export function* leaveWhispers(
  room: ConversationId,
  user: UserId,
  reason: Reason_Code,
): Steps<StreamChange[]> {
  const found = yield* all(selectOfUser, { room: conversationKey(room), user: userKey(user) });
  const changes: StreamChange[] = [];
  for (const { id } of found) changes.push(yield* leaveWhisper(formatId('cnv', id), user, reason));
  return changes;
}

function* leaveWhisper(
  conversation: ConversationId,
  user: UserId,
  reason: Reason_Code,
): Steps<StreamChange> {
  const { head: before } = yield* lockPlace(conversation, user);
  const audience = yield* readPresent(before.id);
  const floor = yield* readFloor(before.id, user);
  const head = yield* bumpWith(before, { member_count: before.member_count - 1, floor });
  const members = [yield* endMember(head, user, reason)];
  return { ...whisperChange(head, { audience, left: [user] }, members) };
}

/** However many whispers a room has, two statements end them. */
export function* endWhispers(room: ConversationId): Steps<StreamChange[]> {
  const params = { room: conversationKey(room) };
  const heads = yield* all(selectOfRoom, params);
  if (heads.length === 0) return [];
  yield* run(endAll, params);
  return heads.map((head) => {
    const last = { ...head, version: head.version + 1, deleted: 1 };
    return whisperChange(last, { audience: partiesOf(head), left: [] }, []);
  });
}

function whisperChange(
  head: Head,
  to: Pick<StreamChange, 'audience' | 'left'>,
  members: StreamChange['change']['members'],
): StreamChange {
  const conversation = formatId('cnv', head.id);
  const step = { conversation, base: head.version - 1, version: head.version };
  const change = changeOf(step, { head: toConversation(head), members });
  return { conversation, kind: head.kind, change, joined: [], ...to };
}
