import { timestampDate } from '@bufbuild/protobuf/wkt';
import { conversationId, TranscriptService, type TranscriptReadRequest } from '@hubbub/protocol';
import { openTranscript, readTranscript } from '../../store/transcript-store.ts';
import { operatorDoors } from '../app/needs.ts';
import { auditOf } from '../audit/note.ts';
import type { ManagingCall, OperatorOperation } from '../operation.ts';

const usualLimit = 100;

/** The entry of the record comes first: nothing is read that it does not speak of. */
export const read: OperatorOperation<typeof TranscriptService.method.read> = {
  method: TranscriptService.method.read,
  who: 'operator',
  inApp: true,
  cost: 1,
  idempotency: 'natural',
  doors: operatorDoors,
  async run(call) {
    const { id, since, until, whispers, after, limit } = call.args;
    const conversation = conversationId(id);
    const audit = entryOf(call);
    const entry = call.args.audit || (await call.write(openTranscript, { conversation, audit }));
    const page = await call.read(readTranscript, {
      conversation,
      since: since && timestampDate(since).getTime(),
      until: until && timestampDate(until).getTime(),
      whispers,
      after,
      limit: limit || usualLimit,
      entry: { id: entry, audit },
    });
    return { result: { ...page, audit: entry } };
  },
};

/** The same for every page of a reading. */
function entryOf(call: ManagingCall<TranscriptReadRequest>) {
  const { id, since, until, whispers } = call.args;
  return auditOf(call, {
    action: 'transcript.read',
    target: id,
    details: {
      since: since && timestampDate(since).toISOString(),
      until: until && timestampDate(until).toISOString(),
      whispers: whispers || undefined,
    },
  });
}
