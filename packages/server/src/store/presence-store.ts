// Who may see whether somebody is here: members of a conversation each other, and users those with whom they share one.
import { formatId, type ConversationId, type UserId } from '@hubbub/protocol';
import { requireMember } from '../rules/conversation.ts';
import { readPlace } from './conversation-store.ts';
import { all, statement, type Read } from './statement.ts';
import { userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

const selectSharing = statement<{ user: number; others: string }, { id: number }>((db, p, engine) =>
  db
    .selectFrom('user as u')
    .where('u.app', '=', p.app)
    .where('u.deleted', '=', 0)
    .where('u.id', 'in', (e) =>
      e
        .selectFrom('member as m')
        .innerJoin('member as theirs', (join) =>
          join
            .onRef('theirs.app', '=', 'm.app')
            .onRef('theirs.conversation', '=', 'm.conversation'),
        )
        .innerJoin('conversation as c', (join) =>
          join.onRef('c.app', '=', 'm.app').onRef('c.id', '=', 'm.conversation'),
        )
        .where('m.app', '=', p.app)
        .where('m.user', '=', p.user)
        .where('m.left_version', '=', 0)
        .where('theirs.user', 'in', numbersIn(p.others, engine))
        .where('theirs.left_version', '=', 0)
        .where('c.deleted', '=', 0)
        .select('theirs.user'),
    )
    .select('u.id'),
);

/** Throws unless the user is a member. */
export const requirePresence: Read<{ conversation: ConversationId; user: UserId }, void> = {
  name: 'requirePresence',
  *run(_tx, { conversation, user }) {
    requireMember(yield* readPlace(conversation, user));
  },
};

/** Those of these users whose presence the caller may see, itself included. */
export const readSharing: Read<{ user: UserId; others: readonly UserId[] }, UserId[]> = {
  name: 'readSharing',
  *run(_tx, { user, others }) {
    const params = { user: userKey(user), others: JSON.stringify(others.map(userKey)) };
    const rows = yield* all(selectSharing, params);
    return rows.map(({ id }) => formatId('usr', id));
  },
};
