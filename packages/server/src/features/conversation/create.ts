import {
  Conversation_Kind,
  ConversationService,
  formatId,
  OperationError,
  randomKey,
} from '@hubbub/protocol';
import { cleanTitle } from '../../rules/conversation.ts';
import { createRoom } from '../../store/room-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';
import { repeatedOpening } from './repeated.ts';

/** Rooms only: a direct conversation is opened with conversation.direct. */
export const create: UserOperation<typeof ConversationService.method.create> = {
  method: ConversationService.method.create,
  who: 'user',
  cost: 5,
  idempotency: 'clientKey',
  async run(call) {
    const { app, args, caller, digest } = call;
    if (args.kind !== Conversation_Kind.ROOM) throw new OperationError('KIND');
    const id = formatId('cnv', randomKey());
    const opened = await call.write(createRoom, {
      id,
      owner: caller.user,
      title: cleanTitle(args.title),
      // Without a key of the client's, the id is one for this call alone.
      clientKey: args.clientKey === '' ? id : args.clientKey,
      digest,
    });
    const { streams, ...result } = opened;
    return { result, emissions: emissionsOf(app, streams) };
  },
  repeated: (call) => repeatedOpening(call, 'conversation.create'),
};
