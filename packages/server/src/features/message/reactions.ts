import { MessageService, userId } from '@hubbub/protocol';
import { cleanEmoji } from '../../rules/message.ts';
import { readReactions } from '../../store/reaction-store.ts';
import type { UserOperation } from '../operation.ts';
import { nameOf } from './name.ts';

const pageSize = 50;

export const reactions: UserOperation<typeof MessageService.method.reactions> = {
  method: MessageService.method.reactions,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { emoji, after, limit } = call.args;
    const page = await call.read(readReactions, {
      ...nameOf(call),
      emoji: cleanEmoji(emoji),
      after: after === '' ? undefined : userId(after),
      limit: limit === 0 ? pageSize : limit,
    });
    return { result: { users: [...page.users], next: page.next ?? '' } };
  },
};
