import { conversationId, randomKey, RoomService } from '@hubbub/protocol';
import { deleteByOperator } from '../../store/ending-store.ts';
import { readWhispers } from '../../store/whisper-end-store.ts';
import { operatorDoors } from '../app/needs.ts';
import { noted } from '../audit/note.ts';
import { outcomeOf } from '../conversation/changed.ts';
import type { OperatorOperation } from '../operation.ts';

/** Over at once for everybody, as by its owner; the rows go later (conversation/purge.ts). */
const deleteRoom: OperatorOperation<typeof RoomService.method.delete> = {
  method: RoomService.method.delete,
  who: 'operator',
  inApp: true,
  cost: 5,
  idempotency: 'natural',
  doors: operatorDoors,
  async run(call) {
    const conversation = conversationId(call.args.id);
    const write = noted(call, deleteByOperator, ({ streams }) => ({
      action: 'room.delete',
      target: conversation,
      details: { title: streams[0]?.change.head?.title },
    }));
    const ended = await call.write(write, {
      conversation,
      whispers: await call.read(readWhispers, { room: conversation, user: undefined }),
      outboxId: randomKey(),
    });
    return { result: {}, emissions: outcomeOf(call.app, ended).emissions ?? [], owes: true };
  },
};

export { deleteRoom as delete };
