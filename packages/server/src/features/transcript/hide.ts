import { AppKey_Scope, conversationId, TranscriptService } from '@hubbub/protocol';
import { cleanLines } from '../../rules/conversation.ts';
import { audited } from '../../store/audit-store.ts';
import { hideByOperator } from '../../store/hide-store.ts';
import { auditOf } from '../audit/note.ts';
import { emissionsOf } from '../emission.ts';
import type { ServiceOperation } from '../operation.ts';

export const hide: ServiceOperation<typeof TranscriptService.method.hide> = {
  method: TranscriptService.method.hide,
  who: 'service',
  scope: AppKey_Scope.MODERATE,
  operator: true,
  cost: 1,
  idempotency: 'natural',
  doors: ['http', 'grpc'],
  async run(call) {
    const { id, seq } = call.args;
    const conversation = conversationId(id);
    const reason = cleanLines('reason', call.args.reason);
    const write = audited(hideByOperator, ({ message, streams }) => {
      const details = { seq, sender: message.sender, reason };
      const note = { action: 'transcript.hide', target: conversation, details };
      return streams.length > 0 ? auditOf(call, note) : undefined;
    });
    const { message, streams } = await call.write(write, { conversation, seq });
    return { result: { message }, emissions: emissionsOf(call.app, streams) };
  },
};
