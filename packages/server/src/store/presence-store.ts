// Who may see whether somebody is here: members of a conversation each other, users their friends and those with whom they
// share one.
import { Conversation_Kind, formatId, type ConversationId, type UserId } from '@hubbub/protocol';
import { areFriends, toSide } from '../rules/contact.ts';
import { requireMember } from '../rules/conversation.ts';
import { readContact } from './contact-store.ts';
import { readPlace } from './conversation-store.ts';
import { partiesOf } from './head.ts';
import { all, statement, type Read } from './statement.ts';
import { userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

const selectSharing = statement<{ user: number; others: string }, OtherRow>((db, p, engine) => {
  const sharing = db
    .selectFrom('member as m')
    .innerJoin('member as theirs', (join) =>
      join.onRef('theirs.app', '=', 'm.app').onRef('theirs.conversation', '=', 'm.conversation'),
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
    .select('theirs.user');
  return db
    .selectFrom('user as u')
    .leftJoin('contact as t', (join) =>
      join.onRef('t.app', '=', 'u.app').onRef('t.user', '=', 'u.id').on('t.other', '=', p.user),
    )
    .leftJoin('contact as o', (join) =>
      join.onRef('o.app', '=', 'u.app').on('o.user', '=', p.user).onRef('o.other', '=', 'u.id'),
    )
    .where('u.app', '=', p.app)
    .where('u.id', 'in', numbersIn(p.others, engine))
    .where('u.deleted', '=', 0)
    .select(['u.id', 't.flags as theirs', 'o.flags as own'])
    .select((e) => e.case().when('u.id', 'in', sharing).then(1).else(0).end().as('shares'));
});

interface OtherRow {
  readonly id: number;
  readonly theirs: number | null;
  readonly own: number | null;
  readonly shares: number;
}

interface Looking {
  readonly conversation: ConversationId;
  readonly user: UserId;
}

/**
 * Whether the user may watch who is in a conversation; throws unless it is a member. False for a direct conversation with
 * somebody who has blocked it.
 */
export const mayWatch: Read<Looking, boolean> = {
  name: 'mayWatch',
  *run(_tx, { conversation, user }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    if (place.kind !== Conversation_Kind.DIRECT) return true;
    const peer = partiesOf(place.head).find((other) => other !== user);
    return peer === undefined || !(yield* readContact(peer, user)).blocks;
  },
};

/**
 * Those of these users whose presence the caller may see: itself, friends, and those with whom it shares a conversation;
 * not those who have blocked it.
 */
export const readSharing: Read<{ user: UserId; others: readonly UserId[] }, UserId[]> = {
  name: 'readSharing',
  *run(_tx, { user, others }) {
    const params = { user: userKey(user), others: JSON.stringify(others.map(userKey)) };
    const rows = yield* all(selectSharing, params);
    return rows.filter(isSeen).map(({ id }) => formatId('usr', id));
  },
};

function isSeen({ theirs, own, shares }: OtherRow): boolean {
  const [side, mine] = [toSide(theirs), toSide(own)];
  return !side.blocks && (shares === 1 || areFriends(side, mine));
}
