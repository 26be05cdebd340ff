import { conversationId, MarkService } from '@hubbub/protocol';
import { readReaders } from '../../store/readers-store.ts';
import type { UserOperation } from '../operation.ts';

export const readers: UserOperation<typeof MarkService.method.readers> = {
  method: MarkService.method.readers,
  who: 'user',
  guests: true,
  cost: 5,
  idempotency: 'natural',
  async run(call) {
    const { seq } = call.args;
    const conversation = conversationId(call.args.conversation);
    const { user } = call.caller;
    return { result: await call.read(readReaders, { conversation, user, seq }) };
  },
};
