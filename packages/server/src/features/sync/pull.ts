import { conversationId, OperationError, parseId, SyncService, type Known } from '@hubbub/protocol';
import { pull as readPull } from '../../store/sync-store.ts';
import type { UserOperation } from '../operation.ts';

const rowsPerPage = 1_000;

export const pull: UserOperation<typeof SyncService.method.pull> = {
  method: SyncService.method.pull,
  who: 'user',
  guests: true,
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { epoch, known, after, until, only, limit } = call.args;
    requireOrder(known);
    requireId('after', after);
    requireId('until', until);
    const { changes, next, ...answer } = await call.read(readPull, {
      user: call.caller.user,
      epoch,
      known: known.map((entry) => ({
        conversation: conversationId(entry.conversation),
        version: entry.version ?? 0,
      })),
      after: after === '' ? undefined : conversationId(after),
      until: until === '' ? undefined : conversationId(until),
      only: only.map(conversationId),
      limit: limit === 0 ? rowsPerPage : limit,
    });
    return { result: { ...answer, changes: [...changes], next: next ?? '' } };
  },
};

/** The text order of ids is the order of the stored keys, so what is sorted here is sorted there. */
function requireOrder(known: readonly Known[]): void {
  for (let i = 1; i < known.length; i += 1)
    if ((known[i - 1]?.conversation ?? '') >= (known[i]?.conversation ?? ''))
      throw new OperationError('FIELD', `known[${i}]: must be in order of id, each id once`);
}

function requireId(field: string, id: string): void {
  if (id !== '' && parseId('cnv', id) === undefined)
    throw new OperationError('FIELD', `${field}: must be the id of a conversation`);
}
