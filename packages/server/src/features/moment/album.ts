import { MomentService, userId } from '@hubbub/protocol';
import { readAlbum } from '../../store/moment-store.ts';
import type { UserOperation } from '../operation.ts';
import { formatCursor, pageOf } from './page.ts';

/** Empty for strangers, as it is for friends of somebody who never posted. */
export const album: UserOperation<typeof MomentService.method.album> = {
  method: MomentService.method.album,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const author = userId(call.args.user);
    const asked = { viewer: call.caller.user, author, ...pageOf(call.args) };
    const { next, ...page } = await call.read(readAlbum, asked);
    return { result: { ...page, next: formatCursor(next) } };
  },
};
