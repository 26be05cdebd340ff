import { MessageService } from '@hubbub/protocol';
import { cleanEmoji } from '../../rules/message.ts';
import { reactToMessage } from '../../store/reaction-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { nameOf } from './name.ts';

export const react: UserOperation<typeof MessageService.method.react> = {
  method: MessageService.method.react,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { emoji, on } = call.args;
    const reacting = { ...nameOf(call), emoji: cleanEmoji(emoji), on };
    return outcomeOf(call.app, await call.write(reactToMessage, reacting));
  },
};
