import { ContactService } from '@hubbub/protocol';
import { changeSide } from '../../store/contact-change-store.ts';
import { cleanTags } from '../../rules/contact.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { otherOf } from './other.ts';

export const tag: UserOperation<typeof ContactService.method.tag> = {
  method: ContactService.method.tag,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const pair = { user: call.caller.user, other: otherOf(call) };
    return outcomeOf(
      call.app,
      await call.write(changeSide, { ...pair, change: { tags: cleanTags(call.args.tags) } }),
    );
  },
};
