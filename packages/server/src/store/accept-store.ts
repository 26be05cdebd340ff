// Who takes messages and invitations from whom. Asked inside the write that would deliver one.
import { OperationError, type UserId } from '@hubbub/protocol';
import type { Kysely } from 'kysely';
import { accepts, toSide } from '../rules/contact.ts';
import type { Database } from './schema.ts';
import { ask, statement, unasked, type Answer, type Steps } from './statement.ts';
import { userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

interface SideRow {
  readonly accept: number;
  readonly flags: number | null;
}

const selectSides = statement<{ sender: number; users: string }, SideRow>((db, p, engine) =>
  sidesTowards(db, p).where('u.id', 'in', numbersIn(p.users, engine)),
);

// Every direct message asks for one: by its key, without a list to take apart.
const selectSide = statement<{ sender: number; user: number }, SideRow>((db, p) =>
  sidesTowards(db, p).where('u.id', '=', p.user),
);

function sidesTowards(
  db: Kysely<Database>,
  { app, sender }: { readonly app: number; readonly sender: number },
) {
  return db
    .selectFrom('user as u')
    .leftJoin('contact as c', (join) =>
      join.onRef('c.app', '=', 'u.app').onRef('c.user', '=', 'u.id').on('c.other', '=', sender),
    )
    .where('u.app', '=', app)
    .select(['u.accept', 'c.flags']);
}

/** Throws NOT_ACCEPTING when one of these users has blocked the sender, or takes nothing from strangers and it is one. */
export function requireAccepting(sender: UserId, users: readonly UserId[]): Steps<void> {
  return askSides(sender, users, ({ rows }) => {
    for (const { accept, flags } of rows as readonly SideRow[])
      if (!accepts(accept, toSide(flags))) throw new OperationError('NOT_ACCEPTING');
  });
}

/** Where people have come together already: only a block counts. */
export function requireUnblocked(sender: UserId, users: readonly UserId[]): Steps<void> {
  return askSides(sender, users, ({ rows }) => {
    for (const { flags } of rows as readonly SideRow[])
      if (toSide(flags).blocks) throw new OperationError('NOT_ACCEPTING');
  });
}

function askSides(
  sender: UserId,
  users: readonly UserId[],
  check: (answer: Answer) => void,
): Steps<void> {
  const [user] = users;
  if (user === undefined) return unasked;
  if (users.length === 1)
    return ask(selectSide, { sender: userKey(sender), user: userKey(user) }, check);
  const keys = JSON.stringify(users.map(userKey));
  return ask(selectSides, { sender: userKey(sender), users: keys }, check);
}
