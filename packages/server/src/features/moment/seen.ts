import { timestampMs } from '@bufbuild/protobuf/wkt';
import { MomentService } from '@hubbub/protocol';
import { markSeen } from '../../store/moment-notice-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

export const seen: UserOperation<typeof MomentService.method.seen> = {
  method: MomentService.method.seen,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { notices = 0, moments: at } = call.args;
    const moments = at === undefined ? 0 : timestampMs(at);
    const stream = await call.write(markSeen, { user: call.caller.user, notices, moments });
    return { result: {}, emissions: emissionsOf(call.app, [stream]) };
  },
};
