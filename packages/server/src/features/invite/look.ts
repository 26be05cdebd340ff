import { InviteService } from '@hubbub/protocol';
import { lookAtInvite } from '../../store/invited-store.ts';
import type { OpenOperation } from '../operation.ts';
import { hashCode } from './code.ts';

/** The code is what lets one look: also before logging in. */
export const look: OpenOperation<typeof InviteService.method.look> = {
  method: InviteService.method.look,
  who: 'anyone',
  cost: 5,
  idempotency: 'natural',
  async run(call) {
    return { result: await call.read(lookAtInvite, { hash: hashCode(call.args.code) }) };
  },
};
