import { MessageService } from '@hubbub/protocol';
import { cleanLines } from '../../rules/conversation.ts';
import { audited } from '../../store/audit-store.ts';
import { hideMessage } from '../../store/hide-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { nameOf } from './name.ts';

/** Takes effect at its place in the log, as taking back does. */
export const hide: UserOperation<typeof MessageService.method.hide> = {
  method: MessageService.method.hide,
  who: 'user',
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const name = nameOf(call);
    const reason = cleanLines('reason', call.args.reason);
    const details = { seq: name.seq, ...(reason !== '' && { reason }) };
    const { conversation, user: actor } = name;
    const note = { actor, action: 'message.hide', conversation, details };
    const write = audited(hideMessage, ({ message, streams }) =>
      streams.length > 0 ? { ...note, target: message.sender } : undefined,
    );
    return outcomeOf(call.app, await call.write(write, name));
  },
};
