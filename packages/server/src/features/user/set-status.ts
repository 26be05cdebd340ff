import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { OperationError, StatusSchema, UserService, type Status } from '@hubbub/protocol';
import type { LiveEmission } from '../../ports/bus.ts';
import { cleanEmoji } from '../../rules/message.ts';
import { isFitText } from '../../rules/text.ts';
import { setStatus as store } from '../../store/profile-store.ts';
import type { UserOperation } from '../operation.ts';
import { profileEmission } from './profile.ts';

interface Asked {
  readonly emoji: string;
  readonly text: string;
  readonly seconds: number;
}

export const setStatus: UserOperation<typeof UserService.method.setStatus> = {
  method: UserService.method.setStatus,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const { user: id } = call.caller;
    const user = await call.write(store, { user: id, status: statusOf(call.args, Date.now()) });
    const own = profileEmission(call.app, user);
    const others: LiveEmission = { ...own, to: { askers: id } };
    return { result: { user }, emissions: [own, others] };
  },
};

/** Undefined for nothing. */
function statusOf({ emoji, text, seconds }: Asked, now: number): Status | undefined {
  const words = text.normalize('NFC').trim();
  if (emoji === '' && words === '') return undefined;
  if (words !== '' && (!isFitText(words) || words.includes('\n')))
    throw new OperationError('FIELD', 'text must be one line of visible text.');
  return create(StatusSchema, {
    emoji: emoji === '' ? '' : cleanEmoji(emoji),
    text: words,
    ...(seconds > 0 && { until: timestampFromMs(now + seconds * 1000) }),
  });
}
