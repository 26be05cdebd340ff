import { conversationId, formatId, InviteService, randomKey } from '@hubbub/protocol';
import { createInvite, findCreated } from '../../store/invite-store.ts';
import type { UserOperation } from '../operation.ts';
import { createCode } from './code.ts';

/** A retry does not get the code, which is kept nowhere: who lost the first answer revokes that link and makes another. */
export const create: UserOperation<typeof InviteService.method.create> = {
  method: InviteService.method.create,
  who: 'user',
  cost: 5,
  idempotency: 'clientKey',
  async run(call) {
    const { conversation, seconds, mostUses, approval, clientKey } = call.args;
    const { code, hash } = createCode();
    const { invite, repeated } = await call.write(createInvite, {
      id: formatId('inv', randomKey()),
      conversation: conversationId(conversation),
      user: call.caller.user,
      hash,
      lifeMs: seconds * 1000,
      mostUses,
      approval,
      clientKey,
      digest: call.digest,
    });
    return { result: { invite, repeated, code: repeated ? '' : code } };
  },
  async repeated(call) {
    const { clientKey } = call.args;
    if (clientKey === '') return undefined;
    const key = { user: call.caller.user, clientKey, digest: call.digest };
    const invite = await call.read(findCreated, key);
    return invite && { result: { invite, repeated: true } };
  },
};
