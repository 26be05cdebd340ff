import { MessageService } from '@hubbub/protocol';
import { recallMessage } from '../../store/recall-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { nameOf } from './name.ts';
import type { MessageNeeds } from './windows.ts';

export function recall({
  windows,
}: MessageNeeds): UserOperation<typeof MessageService.method.recall> {
  return {
    method: MessageService.method.recall,
    who: 'user',
    cost: 2,
    idempotency: 'natural',
    async run(call) {
      const windowMs = windows(call.app).recallMs;
      return outcomeOf(call.app, await call.write(recallMessage, { ...nameOf(call), windowMs }));
    },
  };
}
