import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { SessionService } from '@hubbub/protocol';
import { createTicket } from '../../store/ticket-store.ts';
import { createToken, ticketLifeMs } from '../account/tokens.ts';
import type { DeviceOperation } from '../operation.ts';

/** For pages that may not read their cookie and clients that must not put a token into a socket's address. */
export const ticket: DeviceOperation<typeof SessionService.method.ticket> = {
  method: SessionService.method.ticket,
  who: 'device',
  guests: true,
  cost: 1,
  idempotency: 'none',
  doors: ['http'],
  async run(call) {
    const { token, hash: tokenHash } = createToken();
    const { device } = call.caller;
    const made = await call.write(createTicket, { device, tokenHash, lifeMs: ticketLifeMs });
    return { result: { ticket: token, expiresAt: timestampFromMs(made.expiresAt) } };
  },
};
