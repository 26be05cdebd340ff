// Who takes messages and invitations from whom. Asked inside the write that would deliver one.
import { OperationError, type UserId } from '@hubbub/protocol';
import { accepts, toSide } from '../rules/contact.ts';
import { all, statement, type Steps } from './statement.ts';
import { userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

interface SideRow {
  readonly accept: number;
  readonly flags: number | null;
}

const selectSides = statement<{ sender: number; users: string }, SideRow>((db, p, engine) =>
  db
    .selectFrom('user as u')
    .leftJoin('contact as c', (join) =>
      join.onRef('c.app', '=', 'u.app').onRef('c.user', '=', 'u.id').on('c.other', '=', p.sender),
    )
    .where('u.app', '=', p.app)
    .where('u.id', 'in', numbersIn(p.users, engine))
    .select(['u.accept', 'c.flags']),
);

/** Throws NOT_ACCEPTING when one of these users has blocked the sender, or takes nothing from strangers and it is one. */
export function* requireAccepting(sender: UserId, users: readonly UserId[]): Steps<void> {
  for (const { accept, flags } of yield* readSides(sender, users))
    if (!accepts(accept, toSide(flags))) throw new OperationError('NOT_ACCEPTING');
}

/** Where people have come together already: only a block counts. */
export function* requireUnblocked(sender: UserId, users: readonly UserId[]): Steps<void> {
  for (const { flags } of yield* readSides(sender, users))
    if (toSide(flags).blocks) throw new OperationError('NOT_ACCEPTING');
}

function* readSides(sender: UserId, users: readonly UserId[]): Steps<readonly SideRow[]> {
  if (users.length === 0) return [];
  const keys = JSON.stringify(users.map(userKey));
  return yield* all(selectSides, { sender: userKey(sender), users: keys });
}
