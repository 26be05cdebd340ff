import {
  Conversation_Kind as Kind,
  ConversationService,
  formatId,
  OperationError,
  randomKey,
} from '@hubbub/protocol';
import { cleanTitle } from '../../rules/conversation.ts';
import { createGroup } from '../../store/group-store.ts';
import { createRoom } from '../../store/room-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';
import { repeatedOpening } from './repeated.ts';
import { eachOnce } from './users.ts';

/** Rooms and groups: the other kinds are opened with conversation.direct and conversation.whisper. */
export const create: UserOperation<typeof ConversationService.method.create> = {
  method: ConversationService.method.create,
  who: 'user',
  cost: 5,
  idempotency: 'clientKey',
  async run(call) {
    const { app, args, caller, digest } = call;
    if (args.kind !== Kind.ROOM && args.kind !== Kind.GROUP) throw new OperationError('KIND');
    if (args.kind === Kind.ROOM && args.users.length > 0)
      throw new OperationError('FIELD', 'users: rooms are joined');
    const id = formatId('cnv', randomKey());
    const made = {
      id,
      owner: caller.user,
      title: cleanTitle(args.title),
      // Without a key of the client's, the id is one for this call alone.
      clientKey: args.clientKey === '' ? id : args.clientKey,
      digest,
    };
    const users = eachOnce(args.users).filter((user) => user !== caller.user);
    const opened =
      args.kind === Kind.ROOM
        ? await call.write(createRoom, made)
        : await call.write(createGroup, { ...made, users });
    const { streams, ...result } = opened;
    return { result, emissions: emissionsOf(app, streams) };
  },
  repeated: (call) => repeatedOpening(call, 'conversation.create'),
};
