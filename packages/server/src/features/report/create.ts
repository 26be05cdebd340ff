import { formatId, randomKey, ReportService } from '@hubbub/protocol';
import { cleanLines } from '../../rules/conversation.ts';
import { targetOf } from '../../rules/report.ts';
import { createReport } from '../../store/report-store.ts';
import type { UserOperation } from '../operation.ts';

/** Dear, so that a queue that people read is not filled by one who presses a button. */
export const create: UserOperation<typeof ReportService.method.create> = {
  method: ReportService.method.create,
  who: 'user',
  cost: 10,
  idempotency: 'clientKey',
  async run(call) {
    const { reason, text, clientKey } = call.args;
    const created = await call.write(createReport, {
      id: formatId('rep', randomKey()),
      user: call.caller.user,
      target: targetOf(call.args),
      reason,
      text: cleanLines('text', text),
      clientKey,
      digest: call.digest,
    });
    return { result: created };
  },
};
