// What messages hold of what was uploaded. Each row here counts as one in `refs` of the media, which is written under its row's
// lock, so that nothing is swept while a message holds it, and everything is once none does.
import { create } from '@bufbuild/protobuf';
import {
  AttachmentSchema,
  AttachmentsSchema,
  OperationError,
  randomKey,
  type Attachments,
  type Media,
  type UserId,
} from '@hubbub/protocol';
import { sql } from 'kysely';
import { requireTogether } from '../rules/attachment.ts';
import type { MessageContent } from '../rules/message.ts';
import { mediaColumns, toMedia, type MediaRow } from './media-row.ts';
import { enqueue } from './outbox-store.ts';
import { all, first, run, statement, type Steps } from './statement.ts';
import { keyOf, userKey } from './stream.ts';
import { numbersIn } from './user-store.ts';

type Where = { conversation: number; seq: number };

// In order of id: two messages that hold the same wait for each other instead of one for both.
const selectSendable = statement<{ ids: string; owner: number }, MediaRow>((db, p, engine) => {
  const query = db
    .selectFrom('media')
    .where('app', '=', p.app)
    .where('id', 'in', numbersIn(p.ids, engine))
    .where('owner', '=', p.owner)
    .where('moment', '=', 0)
    .where('profile', '=', 0)
    .where('stored', '=', 1)
    .select(mediaColumns)
    .orderBy('id');
  return engine === 'postgres' ? query.forUpdate() : query;
});

const updateRefs = statement<{ ids: string; change: number }, unknown>((db, p, engine) =>
  db
    .updateTable('media')
    .set({ refs: sql`refs + ${p.change}` })
    .where('app', '=', p.app)
    .where('id', 'in', numbersIn(p.ids, engine)),
);

const insertHeld = statement<Where & { media: number }, unknown>((db, p) =>
  db
    .insertInto('message_media')
    .values({ app: p.app, conversation: p.conversation, seq: p.seq, media: p.media }),
);

const selectHeld = statement<Where, { media: number }>((db, p) =>
  db
    .selectFrom('message_media')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq)
    .select('media'),
);

const deleteHeld = statement<Where, unknown>((db, p) =>
  db
    .deleteFrom('message_media')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .where('seq', '=', p.seq),
);

const selectHolding = statement<{ conversation: number; limit: number }, { seq: number }>((db, p) =>
  db
    .selectFrom('message_media')
    .where('app', '=', p.app)
    .where('conversation', '=', p.conversation)
    .select('seq')
    .distinct()
    .orderBy('seq')
    .limit(p.limit),
);

/** The rule of rules/message.ts (`visibleFrom`) over all messages that hold it and are not hidden. */
const selectShown = statement<{ media: number; viewer: number }, { seq: number }>((db, p) =>
  db
    .selectFrom('message_media as h')
    .innerJoin('member as m', (join) =>
      join
        .onRef('m.app', '=', 'h.app')
        .onRef('m.conversation', '=', 'h.conversation')
        .on('m.user', '=', p.viewer),
    )
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.app', '=', 'h.app').onRef('c.id', '=', 'h.conversation'),
    )
    .innerJoin('message as s', (join) =>
      join
        .onRef('s.app', '=', 'h.app')
        .onRef('s.conversation', '=', 'h.conversation')
        .onRef('s.seq', '=', 'h.seq'),
    )
    .where('h.app', '=', p.app)
    .where('h.media', '=', p.media)
    .where('s.recalled', '=', 0)
    .where('m.left_version', '=', 0)
    .where('c.deleted', '=', 0)
    .whereRef('h.seq', '>=', 'm.join_seq')
    .whereRef('h.seq', '>', 'm.cleared')
    .select('h.seq')
    .limit(1),
);

/** Whether the viewer sees a message that holds it. */
export function* isShownTo(viewer: number, media: number): Steps<boolean> {
  return (yield* first(selectShown, { media, viewer })) !== undefined;
}

/** A message's content with all that the server knows of its media. UNKNOWN unless they are the sender's, whole and not swept. */
export function* completeContent(content: MessageContent, sender: UserId): Steps<MessageContent> {
  if (content.case !== 'media') return content;
  const keys = content.value.items.map(({ media }) => keyOf('med', media?.id ?? ''));
  const owned = { ids: JSON.stringify(keys), owner: userKey(sender) };
  const rows = yield* all(selectSendable, owned);
  const found = new Map(rows.map((row) => [row.id, toMedia(row)]));
  if (found.size < keys.length) throw new OperationError('UNKNOWN');
  const value = withMedia(
    content.value,
    keys.flatMap((key) => found.get(key) ?? []),
  );
  requireTogether(value);
  return { case: 'media', value };
}

function withMedia({ items, text }: Attachments, media: readonly Media[]): Attachments {
  const complete = items.map(({ alt, voice }, at) =>
    create(AttachmentSchema, {
      alt,
      ...(voice && { voice }),
      ...(media[at] && { media: media[at] }),
    }),
  );
  return create(AttachmentsSchema, { items: complete, text });
}

/** A message that was just appended, by its sender or by who forwards it, holds what it speaks of. */
export function* holdMedia(where: Where, content: MessageContent): Steps<void> {
  if (content.case !== 'media') return;
  const keys = content.value.items.map(({ media }) => keyOf('med', media?.id ?? ''));
  yield* run(updateRefs, { ids: JSON.stringify(keys), change: 1 });
  for (const media of keys) yield* run(insertHeld, { ...where, media });
}

/** The message is gone, or says nothing any more: what no other message holds is swept. */
export function* dropMedia({ conversation, seq }: Where, now: number): Steps<void> {
  const held = (yield* all(selectHeld, { conversation, seq })).map(({ media }) => media);
  const [one] = held;
  if (one === undefined) return;
  yield* run(updateRefs, { ids: JSON.stringify(held), change: -1 });
  yield* run(deleteHeld, { conversation, seq });
  const payload = { media: held };
  yield* enqueue({ id: randomKey(), key: `media:${one}`, kind: 'media.sweep', payload, now });
}

/** For the purge of a conversation. @returns whether any message held something */
export function* dropSlice(
  { conversation, limit }: { readonly conversation: number; readonly limit: number },
  now: number,
): Steps<boolean> {
  const holding = yield* all(selectHolding, { conversation, limit });
  for (const { seq } of holding) yield* dropMedia({ conversation, seq }, now);
  return holding.length > 0;
}
