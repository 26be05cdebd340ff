// Notices: lines in a conversation that nobody wrote. A notice has the version at which it was written and no seq.
import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  formatId,
  NoticeSchema,
  type Notice,
  type Notice_Kind,
  type UserId,
} from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import { bump } from './conversation-store.ts';
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
    args: p.args,
  }),
);

export interface NewNotice {
  readonly kind: Notice_Kind;
  readonly actor: UserId;
  readonly text?: string;
  /** Whom it was done to, and what they became. */
  readonly args?: Pick<MessageInitShape<typeof NoticeSchema>, 'users' | 'role' | 'seq'>;
  readonly now: number;
}

/** @param head as it stands after the change that the notice tells of, or is */
export function* writeNotice(head: Head, notice: NewNotice): Steps<Notice> {
  const { kind, actor, text = '', args, now } = notice;
  const row = {
    conversation: head.id,
    version: head.version,
    anchor: head.seq,
    kind,
    actor: userKey(actor),
    text,
    created_at: now,
    args: args ? toBinary(NoticeSchema, create(NoticeSchema, args)) : null,
  };
  yield* run(insertNotice, row);
  return toNotice(row);
}

/**
 * A notice that is a change by itself: it takes a version of its own, later than that of the memberships it tells of, so
 * that newcomers see the line that says who added them.
 */
export function* addNotice(head: Head, notice: NewNotice): Steps<{ head: Head; notice: Notice }> {
  const next = yield* bump(head);
  return { head: next, notice: yield* writeNotice(next, notice) };
}

export function* addNotices(
  head: Head,
  told: readonly NewNotice[],
): Steps<{ head: Head; notices: Notice[] }> {
  const notices: Notice[] = [];
  let last = head;
  for (const one of told) {
    const added = yield* addNotice(last, one);
    last = added.head;
    notices.push(added.notice);
  }
  return { head: last, notices };
}

export function toNotice(row: NoticeRow): Notice {
  const notice = row.args === null ? create(NoticeSchema) : fromBinary(NoticeSchema, row.args);
  notice.conversation = formatId('cnv', row.conversation);
  notice.version = row.version;
  notice.anchor = row.anchor;
  notice.kind = row.kind;
  notice.actor = formatId('usr', row.actor);
  notice.createdAt = timestampFromMs(row.created_at);
  notice.text = row.text;
  return notice;
}
