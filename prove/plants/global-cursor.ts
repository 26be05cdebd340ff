// A planted fault, loaded before the server (bun --preload): who reads the event log goes on after the highest number that rows
// were given when they were written, whichever are committed by then.
import { plantInto } from './plant.ts';

const where = `.where('position', 'is not', null)
    .where('position', '>', p.after)
    .orderBy('position')
    .select(['position', 'event'])`;

plantInto(/store\/log-store\.ts$/, {
  [where]: `.where('id', '>', p.after).orderBy('id').select(['id as position', 'event'])`,
  [`db.selectFrom('log_head').where('app', '=', p.app).select(['head', 'floor']),`]: `db
    .selectFrom('event_log').where('app', '=', p.app).select((e) => [e.fn.coalesce(e.fn.max('id'), sql<number>\`0\`).as('head'), sql<number>\`0\`.as('floor')]),`,
});
