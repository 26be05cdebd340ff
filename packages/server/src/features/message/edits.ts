import { conversationId, MessageService } from '@hubbub/protocol';
import { readEdits } from '../../store/edit-store.ts';
import type { UserOperation } from '../operation.ts';

export const edits: UserOperation<typeof MessageService.method.edits> = {
  method: MessageService.method.edits,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { conversation, seq } = call.args;
    const { user } = call.caller;
    const name = { conversation: conversationId(conversation), user, seq };
    return { result: { wordings: [...(await call.read(readEdits, name))] } };
  },
};
