import { conversationId, PresenceService } from '@hubbub/protocol';
import { readTypingAudience } from '../../store/sharing-store.ts';
import type { UserOperation } from '../operation.ts';

/** Who may know is read each time; who wants to know, and how often it is told, is known to the gateway. */
export const typing: UserOperation<typeof PresenceService.method.typing> = {
  method: PresenceService.method.typing,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'none',
  volatile: true,
  async run(call) {
    const conversation = conversationId(call.args.conversation);
    const { stopped } = call.args;
    const { user } = call.caller;
    const to = await call.read(readTypingAudience, { conversation, user });
    if (to.length === 0) return { result: {} };
    const emission = { type: 'typing', app: call.app, conversation, user, stopped, to } as const;
    return { result: {}, emissions: [emission] };
  },
};
