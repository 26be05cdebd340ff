import { ContactService } from '@hubbub/protocol';
import { changeSide } from '../../store/contact-change-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';
import { otherOf } from './other.ts';

/** Whoever is blocked stops seeing whether the caller is here, on every node. */
export const block: UserOperation<typeof ContactService.method.block> = {
  method: ContactService.method.block,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { user } = call.caller;
    const other = otherOf(call);
    const { contact, streams } = await call.write(changeSide, {
      user,
      other,
      change: { blocks: true },
    });
    const emissions = emissionsOf(call.app, streams);
    return {
      result: { contact },
      emissions: [...emissions, { type: 'parted', app: call.app, watcher: other, user }],
    };
  },
};
