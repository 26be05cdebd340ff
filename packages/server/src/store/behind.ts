// Looking through the heads of all streams of all apps, page by page, for those with something that nobody has settled yet
// (features/follower.ts).
import { formatId, type AppId, type ConversationId } from '@hubbub/protocol';
import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** The next streams are those after it. */
export interface Place {
  readonly app: number;
  readonly id: number;
}

export type Page = Place & { readonly limit: number };

interface Behind {
  readonly app: AppId;
  readonly conversation: ConversationId;
  /** Not settled, as far as that is counted. */
  readonly changes: number;
}

export interface BehindPage {
  readonly behind: readonly Behind[];
  /** Undefined when there are no more streams. */
  readonly next: Place | undefined;
}

export interface HeadRow extends Place {
  /** Of the app. */
  readonly name: string;
  /** None when all of it is settled. */
  readonly changes: number;
}

/** The next heads, but for those that were deleted. */
export function headsAfter(db: Kysely<Database>, { app, id, limit }: Page) {
  return db
    .selectFrom('conversation as c')
    .innerJoin('app as a', 'a.id', 'c.app')
    .where(sql<boolean>`(c.app, c.id) > (${app}, ${id})`)
    .where('c.deleted', '=', sql.lit(0))
    .select(['c.app', 'a.name', 'c.id'])
    .orderBy('c.app')
    .orderBy('c.id')
    .limit(limit);
}

export function pageOf(rows: readonly HeadRow[], { limit }: Page): BehindPage {
  const last = rows.length === limit ? rows.at(-1) : undefined;
  const behind = rows.filter(({ changes }) => changes > 0);
  return {
    behind: behind.map(({ name, id, changes }) => ({
      app: name as AppId,
      conversation: formatId('cnv', id),
      changes,
    })),
    next: last && { app: last.app, id: last.id },
  };
}
