import { MessageService } from '@hubbub/protocol';
import { readEdits } from '../../store/edit-store.ts';
import type { UserOperation } from '../operation.ts';
import { nameOf } from './name.ts';

export const edits: UserOperation<typeof MessageService.method.edits> = {
  method: MessageService.method.edits,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    return { result: { wordings: [...(await call.read(readEdits, nameOf(call)))] } };
  },
};
