// How much a user has stored: what is there, and what is on its way.
import { OperationError } from '@hubbub/protocol';
import { sql } from 'kysely';
import { first, statement, type Steps } from './statement.ts';

const sumMedia = statement<{ owner: number }, { bytes: number }>((db, p) =>
  db
    .selectFrom('media')
    .where('app', '=', p.app)
    .where('owner', '=', p.owner)
    .select(sql<number>`cast(coalesce(sum(size), 0) as bigint)`.as('bytes')),
);

const sumOpen = statement<{ owner: number; except: number }, { bytes: number }>((db, p) =>
  db
    .selectFrom('upload')
    .where('app', '=', p.app)
    .where('owner', '=', p.owner)
    .where('media', '=', 0)
    .where('id', '!=', p.except)
    .select(sql<number>`cast(coalesce(sum(size), 0) as bigint)`.as('bytes')),
);

interface Wanted {
  readonly owner: number;
  readonly bytes: number;
  readonly most: number;
  /** The upload that these bytes are of, which counts already. */
  readonly except?: number;
}

/** Throws FULL for who has as much as one may have. */
export function* requireRoom({ owner, bytes, most, except = 0 }: Wanted): Steps<void> {
  const held = (yield* first(sumMedia, { owner }))?.bytes ?? 0;
  const open = (yield* first(sumOpen, { owner, except }))?.bytes ?? 0;
  if (Number(held) + Number(open) + bytes > most) throw new OperationError('FULL');
}
