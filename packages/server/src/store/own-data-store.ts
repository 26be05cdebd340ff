// What an export needs to read that nobody is otherwise shown at once: where a user ever was, what it said there, its
// pictures, its comments.
import { formatId, type ConversationId, type Message, type UserId } from '@hubbub/protocol';
import { messageColumns, toMessages, type MessageRow } from './message-row.ts';
import { all, first, statement, type Read } from './statement.ts';
import { conversationKey, userKey } from './stream.ts';

interface PlaceRow {
  readonly conversation: number;
  readonly left_version: number;
}

const selectPlace = statement<{ user: number; after: number }, PlaceRow>((db, p) =>
  db
    .selectFrom('member as m')
    .where('m.app', '=', p.app)
    .where('m.user', '=', p.user)
    .where('m.conversation', '>', p.after)
    .select(['m.conversation', 'm.left_version'])
    .orderBy('m.conversation')
    .limit(1),
);

type Said = { conversation: number; sender: number; after: number; limit: number };

const selectSaid = statement<Said, MessageRow>((db, p) =>
  db
    .selectFrom('message')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('sender', '=', p.sender)
    .where('seq', '>', p.after)
    .select(messageColumns)
    .orderBy('seq')
    .limit(p.limit),
);

interface PictureRow {
  readonly id: number;
  readonly blob: string;
  readonly type: number;
}

const selectPicture = statement<{ user: number; after: number }, PictureRow>((db, p) =>
  db
    .selectFrom('media')
    .where('app', '=', p.app)
    .where('owner', '=', p.user)
    .where('id', '>', p.after)
    .where('stored', '=', 1)
    .where((e) =>
      e.or([
        e('refs', '=', 0),
        e.exists(
          e
            .selectFrom('message_media as h')
            .innerJoin('message as s', (join) =>
              join
                .onRef('s.app', '=', 'h.app')
                .onRef('s.conversation', '=', 'h.conversation')
                .onRef('s.seq', '=', 'h.seq'),
            )
            .where('h.app', '=', p.app)
            .whereRef('h.media', '=', 'media.id')
            .where('s.recalled', '=', 0)
            .select('h.seq'),
        ),
      ]),
    )
    .select(['id', 'blob', 'type'])
    .orderBy('id')
    .limit(1),
);

interface CommentRow {
  readonly id: number;
  readonly moment: number;
  readonly liked: number;
  readonly text: string;
  readonly created_at: number;
}

const selectComments = statement<{ user: number; after: number; limit: number }, CommentRow>(
  (db, p) =>
    db
      .selectFrom('interaction')
      .where('app', '=', p.app)
      .where('author', '=', p.user)
      .where('id', '>', p.after)
      .select(['id', 'moment', 'liked', 'text', 'created_at'])
      .orderBy('id')
      .limit(p.limit),
);

type After = { readonly user: UserId; readonly after: number };

/** The next conversation in which the user is or was. */
export const nextPlace: Read<
  After,
  { key: number; conversation: ConversationId; hasLeft: boolean } | undefined
> = {
  name: 'export.place',
  *run(_tx, { user, after }) {
    const row = yield* first(selectPlace, { user: userKey(user), after });
    return (
      row && {
        key: row.conversation,
        conversation: formatId('cnv', row.conversation),
        hasLeft: row.left_version > 0,
      }
    );
  },
};

/** What the user itself said somewhere, oldest first; also where it is no member any more. */
export const ownMessages: Read<
  After & { readonly conversation: ConversationId; readonly limit: number },
  Message[]
> = {
  name: 'export.said',
  *run(_tx, { user, conversation, after, limit }) {
    const of = { conversation: conversationKey(conversation), sender: userKey(user) };
    return yield* toMessages(yield* all(selectSaid, { ...of, after, limit }));
  },
};

export const nextPicture: Read<After, PictureRow | undefined> = {
  name: 'export.picture',
  *run(_tx, { user, after }) {
    return yield* first(selectPicture, { user: userKey(user), after });
  },
};

/** Likes and comments of the user, whosever moment they are on. */
export const ownComments: Read<After & { readonly limit: number }, readonly CommentRow[]> = {
  name: 'export.comments',
  *run(_tx, { user, after, limit }) {
    return yield* all(selectComments, { user: userKey(user), after, limit });
  },
};
