// The people whom Changes and pages name, so that their reader can show names for ids (docs/sync.md 8).
import {
  Item_Kind,
  userId,
  type Change,
  type Conversation,
  type User,
  type UserId,
} from '@hubbub/protocol';
import type { Steps, Transaction } from './statement.ts';
import { getUsers } from './user-store.ts';

type Naming = Pick<Change, 'messages' | 'notices' | 'members' | 'items'> & {
  readonly head?: Pick<Conversation, 'users' | 'announcement'> | undefined;
};

/** Every user id in these rows, once. */
export function namedIn(rows: readonly Partial<Naming>[]): readonly UserId[] {
  const ids = new Set<string>();
  for (const { messages = [], notices = [], members = [], items = [], head } of rows) {
    for (const { sender, mentions, recalledBy, origin } of messages)
      for (const id of [sender, ...mentions, recalledBy, origin?.sender ?? ''])
        if (id !== '') ids.add(id);
    for (const { actor, users } of notices) for (const id of [actor, ...users]) ids.add(id);
    for (const { user } of members) ids.add(user);
    for (const { kind, key } of items) if (kind === Item_Kind.CONTACT) ids.add(key);
    for (const user of head?.users ?? []) ids.add(user);
    if (head?.announcement) ids.add(head.announcement.author);
  }
  return [...ids].map(userId);
}

export function* readUsers(tx: Transaction, users: readonly UserId[]): Steps<User[]> {
  return users.length === 0 ? [] : yield* getUsers.run(tx, { users });
}

/** Fills in who each Change names, with one query for all of them. */
export function* withUsers(tx: Transaction, changes: readonly Change[]): Steps<readonly Change[]> {
  const users = yield* readUsers(tx, namedIn(changes));
  const byId = new Map(users.map((user) => [user.id, user]));
  for (const change of changes)
    change.users = namedIn([change]).flatMap((id) => byId.get(id) ?? []);
  return changes;
}
