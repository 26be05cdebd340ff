// What a user leaves in Moments and Contacts, taken away a slice per transaction when the account ends. Moments go as if the
// author had deleted them, words as if they had been taken back, so notices and pictures follow by the outbox; pictures that
// belong to nothing are swept in their time.
import { randomKey, formatId, type UserId } from '@hubbub/protocol';
import { readContact, writeContact } from './contact-store.ts';
import { removeInteraction } from './interaction-store.ts';
import { removeMoment } from './post-store.ts';
import { all, run, statement, type Write } from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';
import { getUsers } from './user-store.ts';

type Some = { user: number; limit: number };

const selectMoments = statement<Some, { id: number }>((db, p) =>
  db
    .selectFrom('moment')
    .where('app', '=', p.app)
    .where('author', '=', p.user)
    .select('id')
    .limit(p.limit),
);

const selectSaid = statement<Some, { moment: number; id: number }>((db, p) =>
  db
    .selectFrom('interaction')
    .where('app', '=', p.app)
    .where('author', '=', p.user)
    .select(['moment', 'id'])
    .limit(p.limit),
);

const selectContacts = statement<Some, { other: number }>((db, p) =>
  db
    .selectFrom('contact')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .orderBy('other')
    .select('other')
    .limit(p.limit),
);

const deleteContact = statement<{ user: number; other: number }, unknown>((db, p) =>
  db
    .deleteFrom('contact')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('other', '=', p.other),
);

const stranger = {
  isFriend: false,
  blocks: false,
  hidesMine: false,
  hidesTheirs: false,
  alias: '',
  tags: [],
  request: 0,
  requestText: '',
};

interface Forgotten {
  /** The SELFs of those on whose lists the user was. */
  readonly streams: readonly StreamChange[];
  readonly isDone: boolean;
}

/** What is owed gets its ids in here: done twice, a slice finds nothing that it has taken away already. */
export const forgetSlice: Write<{ user: UserId; limit: number }, Forgotten> = {
  name: 'forgetSlice',
  locks: () => ({}),
  *run(tx, { user, limit }) {
    const some = { user: userKey(user), limit };
    const moments = yield* all(selectMoments, some);
    for (const { id } of moments) yield* removeMoment(tx, { moment: id, outboxId: randomKey() });
    const said = yield* all(selectSaid, some);
    for (const one of said) yield* removeInteraction(tx, { ...one, outboxId: randomKey() });
    const contacts = yield* all(selectContacts, some);
    const streams: StreamChange[] = [];
    for (const { other } of contacts) {
      yield* run(deleteContact, { user: some.user, other });
      const [theirs] = yield* getUsers.run(tx, { users: [formatId('usr', other)] });
      // Friends may go at one moment: who has gone has no list any more.
      if (theirs === undefined || theirs.deleted) continue;
      const back = yield* readContact(formatId('usr', other), user);
      streams.push(yield* writeContact({ ...back, ...stranger }, tx));
    }
    return { streams, isDone: moments.length + said.length + contacts.length === 0 };
  },
};
