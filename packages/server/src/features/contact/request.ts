import { ContactService } from '@hubbub/protocol';
import { askFriend } from '../../store/friend-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { otherOf } from './other.ts';

type Request = UserOperation<typeof ContactService.method.request>;

export interface ContactNeeds {
  /** Requests a user may make in a day. */
  readonly friendRequests: number;
}

export function request({ friendRequests: mostPerDay }: ContactNeeds): Request {
  return {
    method: ContactService.method.request,
    who: 'user',
    cost: 5,
    idempotency: 'clientKey',
    async run(call) {
      const { text, clientKey } = call.args;
      const asked = await call.write(askFriend, {
        user: call.caller.user,
        other: otherOf(call),
        text: text.trim(),
        clientKey,
        digest: call.digest,
        mostPerDay,
      });
      const { result, ...outcome } = outcomeOf(call.app, asked);
      return { ...outcome, result: { ...result, repeated: asked.repeated } };
    },
  };
}
