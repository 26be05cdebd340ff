// Notices: lines in a conversation that nobody wrote. A notice has the version at which it was written and no seq.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  formatId,
  NoticeSchema,
  type Notice,
  type Notice_Kind,
  type UserId,
} from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import type { Head } from './head.ts';
import type { Database } from './schema.ts';
import { run, statement, type Steps } from './statement.ts';
import { userKey } from './stream.ts';

export type NoticeRow = Omit<Selectable<Database['notice']>, 'app'>;

const insertNotice = statement<NoticeRow, unknown>((db, p) =>
  db.insertInto('notice').values({
    app: p.app,
    conversation: p.conversation,
    version: p.version,
    anchor: p.anchor,
    kind: p.kind,
    actor: p.actor,
    text: p.text,
    created_at: p.created_at,
  }),
);

interface NewNotice {
  readonly kind: Notice_Kind;
  readonly actor: UserId;
  readonly text: string;
  readonly now: number;
}

/** @param head as it stands after the change that the notice tells of */
export function* writeNotice(head: Head, { kind, actor, text, now }: NewNotice): Steps<Notice> {
  const row = {
    conversation: head.id,
    version: head.version,
    anchor: head.seq,
    kind,
    actor: userKey(actor),
    text,
    created_at: now,
  };
  yield* run(insertNotice, row);
  return toNotice(row);
}

export function toNotice(row: NoticeRow): Notice {
  return create(NoticeSchema, {
    conversation: formatId('cnv', row.conversation),
    version: row.version,
    anchor: row.anchor,
    kind: row.kind,
    actor: formatId('usr', row.actor),
    createdAt: timestampFromMs(row.created_at),
    text: row.text,
  });
}
