import { formatId, MomentService, OperationError, randomKey } from '@hubbub/protocol';
import { isReadable } from '../../rules/text.ts';
import { addComment, findComment } from '../../store/interaction-store.ts';
import type { UserOperation } from '../operation.ts';

export const comment: UserOperation<typeof MomentService.method.comment> = {
  method: MomentService.method.comment,
  who: 'user',
  cost: 2,
  idempotency: 'clientKey',
  async run(call) {
    const { moment, text, replyTo, clientKey } = call.args;
    if (!isReadable(text)) throw new OperationError('FIELD', 'text: must hold something to read');
    const id = formatId('int', randomKey());
    const result = await call.write(addComment, {
      moment,
      user: call.caller.user,
      id,
      text,
      replyTo,
      // Without a key of the client's, the id is one for this call alone.
      clientKey: clientKey === '' ? id : clientKey,
      digest: call.digest,
      outboxId: randomKey(),
    });
    return { result, owes: true };
  },
  async repeated(call) {
    const { moment, clientKey } = call.args;
    if (clientKey === '') return undefined;
    const key = { moment, user: call.caller.user, clientKey, digest: call.digest };
    const result = await call.read(findComment, key);
    return result && { result };
  },
};
