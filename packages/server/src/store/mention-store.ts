// Whom messages call. The names stand in the message; here they are by user, for counting those that are unread.
import { type Message, type UserId } from '@hubbub/protocol';
import { readPresentAmong } from './member-store.ts';
import { run, statement, type Steps } from './statement.ts';
import { userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

/** Stands for everybody. */
export const everybody = 0;

interface Called {
  conversation: number;
  seq: number;
  users: string;
}

const insertMentions = statement<Called, unknown>((db, p, engine) =>
  db
    .insertInto('mention')
    .columns(['app', 'conversation', 'user', 'seq'])
    .expression((e) =>
      e
        .selectFrom('member as m')
        .where('m.app', '=', p.app)
        .where('m.conversation', '=', p.conversation)
        .where('m.user', 'in', numbersIn(p.users, engine))
        .select((x) => ['m.app', 'm.conversation', 'm.user', x.val(p.seq).as('seq')]),
    ),
);

const insertAll = statement<Omit<Called, 'users'>, unknown>((db, p) =>
  db
    .insertInto('mention')
    .values({ app: p.app, conversation: p.conversation, user: everybody, seq: p.seq }),
);

const deleteMentions = statement<Called, unknown>((db, p, engine) =>
  db
    .deleteFrom('mention')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('user', 'in', numbersIn(p.users, engine))
    .where('seq', '=', p.seq),
);

const deleteAllMentions = statement<Omit<Called, 'users'>, unknown>((db, p) =>
  db
    .deleteFrom('mention')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq),
);

type Calling = Pick<Message, 'mentions' | 'mentionsAll'>;

interface Place {
  readonly conversation: number;
  readonly seq: number;
}

/**
 * Those of these users whom a message can call: who is a member at this moment, or becomes one by it, in order of id, each once.
 */
export function* readCallable(
  conversation: number,
  users: readonly UserId[],
  entering: readonly UserId[] = [],
): Steps<readonly UserId[]> {
  if (users.length === 0) return users;
  const present = yield* readPresentAmong(conversation, users);
  return [...new Set([...present, ...users.filter((user) => entering.includes(user))])].toSorted();
}

/** One that calls everybody counts once for those it also calls by name. */
export function* writeMentions(
  { conversation, seq }: Place,
  { mentions = [], mentionsAll }: Partial<Calling>,
): Steps<void> {
  if (mentionsAll === true) yield* run(insertAll, { conversation, seq });
  else if (mentions.length > 0)
    yield* run(insertMentions, { conversation, seq, users: keysOf(mentions) });
}

export function* removeMentions(
  { conversation, seq }: Place,
  { mentions, mentionsAll, damaged }: Calling & Pick<Message, 'damaged'>,
): Steps<void> {
  // Whom it called cannot be read; nobody is called by it any more.
  if (damaged) yield* run(deleteAllMentions, { conversation, seq });
  if (mentions.length === 0 && !mentionsAll) return;
  const users = JSON.stringify([...mentions.map(userKey), everybody]);
  yield* run(deleteMentions, { conversation, seq, users });
}

function keysOf(users: readonly string[]): string {
  return JSON.stringify(users.map(userKey));
}
