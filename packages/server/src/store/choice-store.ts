// Who chose what about a message: an emoji under it, or an option of a poll. The counts stand in the message.
import type { UserId } from '@hubbub/protocol';
import { formatId } from '@hubbub/protocol';
import { all, run, statement, type Steps } from './statement.ts';
import { userKey } from './stream.ts';

export interface Choosing {
  readonly conversation: number;
  readonly seq: number;
  readonly choice: string;
  readonly user: UserId;
}

type Row = { conversation: number; seq: number; choice: string; user: number };

const insertChoice = statement<Row & { now: number }, unknown>((db, p) =>
  db
    .insertInto('choice')
    .values({
      app: p.app,
      conversation: p.conversation,
      seq: p.seq,
      choice: p.choice,
      user: p.user,
      created_at: p.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['app', 'conversation', 'seq', 'choice', 'user']).doNothing(),
    ),
);

const deleteChoice = statement<Row, unknown>((db, p) =>
  db
    .deleteFrom('choice')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq)
    .where('choice', '=', p.choice)
    .where('user', '=', p.user),
);

const deleteChoices = statement<Pick<Row, 'conversation' | 'seq'>, unknown>((db, p) =>
  db
    .deleteFrom('choice')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq),
);

const selectChoosers = statement<Row & { limit: number }, { user: number }>((db, p) =>
  db
    .selectFrom('choice')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq)
    .where('choice', '=', p.choice)
    .where('user', '>', p.user)
    .select('user')
    .orderBy('user')
    .limit(p.limit),
);

/** @returns whether that was not so already */
export function* choose({ user, ...choice }: Choosing, now: number): Steps<boolean> {
  return (yield* run(insertChoice, { ...choice, user: userKey(user), now })) > 0;
}

/** @returns whether it was so */
export function* unchoose({ user, ...choice }: Choosing): Steps<boolean> {
  return (yield* run(deleteChoice, { ...choice, user: userKey(user) })) > 0;
}

interface MessageAt {
  readonly conversation: number;
  readonly seq: number;
}

export function* removeChoices({ conversation, seq }: MessageAt): Steps<void> {
  yield* run(deleteChoices, { conversation, seq });
}

interface Page extends MessageAt {
  readonly choice: string;
  readonly after: UserId | undefined;
  readonly limit: number;
}

/** Those who chose it, in order of id. */
export function* readChoosers({ after, ...page }: Page): Steps<readonly UserId[]> {
  const user = after === undefined ? -1 : userKey(after);
  const rows = yield* all(selectChoosers, { ...page, user });
  return rows.map((row) => formatId('usr', row.user));
}
