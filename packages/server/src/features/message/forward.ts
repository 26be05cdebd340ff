import { conversationId, MessageService, randomKey } from '@hubbub/protocol';
import { findForwarded, forwardMessages, type Forwarding } from '../../store/forward-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserCall, UserOperation } from '../operation.ts';

export const forward: UserOperation<typeof MessageService.method.forward> = {
  method: MessageService.method.forward,
  who: 'user',
  // Makes up to 200 messages.
  cost: 10,
  idempotency: 'clientKey',
  async run(call) {
    const { messages, repeated, streams } = await call.write(forwardMessages, askedBy(call));
    return {
      result: { messages: [...messages], repeated },
      emissions: emissionsOf(call.app, streams),
    };
  },
  async repeated(call) {
    if (call.args.clientKey === '') return undefined;
    const found = await call.read(findForwarded, askedBy(call));
    return found && { result: { messages: [...found.messages], repeated: true } };
  },
};

type Asked = UserCall<{ conversation: string; seqs: number[]; to: string[]; clientKey: string }>;

/** A call without a key is no retry of anything. */
function askedBy({ args, caller: { user }, digest }: Asked): Forwarding {
  const clientKey = args.clientKey || `${randomKey()}`;
  return {
    conversation: conversationId(args.conversation),
    user,
    seqs: [...new Set(args.seqs)].toSorted((a, b) => a - b),
    to: [...new Set(args.to)].toSorted().map(conversationId),
    key: { user, operation: 'message.forward', clientKey, digest },
  };
}
