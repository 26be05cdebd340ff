import { MessageService, randomKey } from '@hubbub/protocol';
import { requireContent } from '../../rules/message.ts';
import { editMessage, findEdited } from '../../store/edit-store.ts';
import { eachOnce } from '../conversation/users.ts';
import type { UserCall, UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { nameOf } from './name.ts';
import type { MessageNeeds } from './windows.ts';

export function edit({ windows }: MessageNeeds): UserOperation<typeof MessageService.method.edit> {
  return {
    method: MessageService.method.edit,
    who: 'user',
    cost: 2,
    idempotency: 'clientKey',
    async run(call) {
      const { content, mentions, mentionsAll } = call.args;
      requireContent(content);
      const edited = await call.write(editMessage, {
        ...keyed(call),
        content,
        mentions: eachOnce(mentions),
        mentionsAll,
        windowMs: windows(call.app).editMs,
      });
      const { result, emissions = [] } = outcomeOf(call.app, edited);
      return { result: { ...result, repeated: edited.repeated }, emissions };
    },
    async repeated(call) {
      if (call.args.clientKey === '') return undefined;
      const found = await call.read(findEdited, keyed(call));
      return found && { result: { message: found.message, repeated: true } };
    },
  };
}

type Keyed = UserCall<{ conversation: string; seq: number; clientKey: string }>;

/** A call without a key is no retry of anything. */
function keyed(call: Keyed) {
  const clientKey = call.args.clientKey || `${randomKey()}`;
  const { digest, caller } = call;
  return {
    ...nameOf(call),
    key: { user: caller.user, operation: 'message.edit', clientKey, digest },
  };
}
