// Small named reads and writes on the `notice` and `conversation` tables, enough to hold the engine to its promises.
import { OperationError, formatId, type AppId, type ConversationId } from '@hubbub/protocol';
import { sql } from 'kysely';
import {
  all,
  first,
  run,
  statement,
  type Read,
  type Write,
} from '../../../packages/server/src/store/statement.ts';

export const main = 'main' as AppId;

export function conversation(key: number): ConversationId {
  return formatId('cnv', key);
}

const insertConversation = statement<{ id: number; title: string }, unknown>((db, p) =>
  db.insertInto('conversation').values({
    app: p.app,
    id: p.id,
    kind: 3,
    parent: 0,
    direct_key: null,
    title: p.title,
    title_folded: p.title,
    picture: '',
    seq: 0,
    version: 0,
    member_count: 0,
    floor: 0,
    deleted: 0,
    created_at: 0,
  }),
);

const nextVersion = statement<{ id: number }, { version: number }>((db, p) =>
  db
    .updateTable('conversation')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('app', '=', p.app)
    .where('id', '=', p.id)
    .returning('version'),
);

const insertNote = statement<{ id: number; version: number; text: string; now: number }, unknown>(
  (db, p) =>
    db.insertInto('notice').values({
      app: p.app,
      conversation: p.id,
      version: p.version,
      anchor: 0,
      kind: 1,
      actor: 0,
      text: p.text,
      created_at: p.now,
    }),
);

const selectNotes = statement<{ id: number }, { version: number; text: string }>((db, p) =>
  db
    .selectFrom('notice')
    .select(['version', 'text'])
    .where('app', '=', p.app)
    .where('conversation', '=', p.id)
    .orderBy('version'),
);

const countNotes = statement<{ id: number }, { n: number }>(
  (_db, p) =>
    sql<{
      n: number;
    }>`select count(*) as n from notice where app = ${p.app} and conversation = ${p.id}`,
);

export interface Note {
  readonly id: number;
  readonly text: string;
  /** What it does after its row is written. */
  readonly after?: 'refuse' | 'break' | 'duplicate';
}

export const createConversation: Write<{ id: number; title?: string }, void> = {
  name: 'test.createConversation',
  locks: () => ({}),
  *run(_tx, { id, title = '' }) {
    yield* run(insertConversation, { id, title });
  },
};

/** Takes the next version and writes a row under it. */
export const addNote: Write<Note, number> = {
  name: 'test.addNote',
  locks: ({ id }) => ({ conversations: [conversation(id)] }),
  *run(tx, { id, text, after }) {
    const head = yield* first(nextVersion, { id });
    if (!head) throw new OperationError('UNKNOWN');
    yield* run(insertNote, { id, version: head.version, text, now: tx.now });
    if (after === 'duplicate')
      yield* run(insertNote, { id, version: head.version, text, now: tx.now });
    if (after === 'refuse') throw new OperationError('ROLE');
    if (after === 'break') throw new TypeError('planted');
    return head.version;
  },
};

export const listNotes: Read<{ id: number }, readonly { version: number; text: string }[]> = {
  name: 'test.listNotes',
  *run(_tx, { id }) {
    return yield* all(selectNotes, { id });
  },
};

export const countNotesOf: Read<{ id: number }, number> = {
  name: 'test.countNotes',
  *run(_tx, { id }) {
    return (yield* first(countNotes, { id }))?.n ?? -1;
  },
};

/** Settled outcomes in short: the value, or the reason, or the error's text. */
export async function outcomes(calls: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  const settled = await Promise.allSettled(calls);
  return settled.map((result) =>
    result.status === 'fulfilled' ? result.value : reasonOf(result.reason),
  );
}

export function reasonOf(error: unknown): string {
  return error instanceof OperationError ? error.reason : String(error);
}
