// Tickets: each opens one socket for the device that asked for it, once, within seconds.
import type { DeviceId } from '@hubbub/protocol';
import { deviceKey } from './device-store.ts';
import { endOfLogin, loginOfDevice, type FoundLogin, type LoginEnd } from './login-store.ts';
import { first, run, statement, systemStatement, type Write } from './statement.ts';

const insertTicket = statement<{ tokenHash: string; device: number; expiresAt: number }, unknown>(
  (db, p) =>
    db.insertInto('ticket').values({
      app: p.app,
      token_hash: p.tokenHash,
      device: p.device,
      expires_at: p.expiresAt,
    }),
);

const deleteExpired = statement<{ now: number }, unknown>((db, p) =>
  db.deleteFrom('ticket').where('app', '=', p.app).where('expires_at', '<=', p.now),
);

type TicketRow = { app: number; device: number; expires_at: number };

const takeTicket = systemStatement<{ tokenHash: string }, TicketRow>((db, p) =>
  db
    .deleteFrom('ticket')
    .where('token_hash', '=', p.tokenHash)
    .returning(['app', 'device', 'expires_at']),
);

/** Stores a ticket of a device; returns when it ends. Tickets that ended unused go with it. */
export const createTicket: Write<
  { device: DeviceId; tokenHash: string; lifeMs: number },
  { expiresAt: number }
> = {
  name: 'ticket.create',
  locks: () => ({}),
  *run(tx, { device, tokenHash, lifeMs }) {
    const expiresAt = tx.now + lifeMs;
    yield* run(deleteExpired, { now: tx.now });
    yield* run(insertTicket, { tokenHash, device: deviceKey(device), expiresAt });
    return { expiresAt };
  },
};

/**
 * Uses up a ticket and finds its login, or why that is over. The deletion is what decides a race: one of many callers gets
 * the row, all others get nothing.
 */
export const redeemTicket: Write<{ tokenHash: string }, FoundLogin | LoginEnd> = {
  name: 'ticket.redeem',
  locks: () => ({}),
  *run(tx, { tokenHash }) {
    const ticket = yield* first(takeTicket, { tokenHash });
    if (ticket === undefined || ticket.expires_at <= tx.now) return 'TOKEN';
    return (yield* loginOfDevice(tx.now, ticket)) ?? (yield* endOfLogin(ticket));
  },
};
