import { conversationId, MarkService } from '@hubbub/protocol';
import { listMarks } from '../../store/sharing-store.ts';
import type { UserOperation } from '../operation.ts';

export const list: UserOperation<typeof MarkService.method.list> = {
  method: MarkService.method.list,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const conversation = conversationId(call.args.conversation);
    const { user } = call.caller;
    return { result: { marks: await call.read(listMarks, { conversation, user }) } };
  },
};
