import { RoomService } from '@hubbub/protocol';
import { listRooms } from '../../store/managed-room-store.ts';
import { operatorDoors } from '../app/needs.ts';
import type { OperatorOperation } from '../operation.ts';

const usualLimit = 100;

export const list: OperatorOperation<typeof RoomService.method.list> = {
  method: RoomService.method.list,
  who: 'operator',
  inApp: true,
  cost: 1,
  idempotency: 'natural',
  doors: operatorDoors,
  async run(call) {
    const { after, limit } = call.args;
    const from = /^\d{1,16}$/.test(after) ? Number(after) : -1;
    return { result: await call.read(listRooms, { after: from, limit: limit || usualLimit }) };
  },
};
