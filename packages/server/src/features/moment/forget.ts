// What an account that ends takes with it: its moments, likes, comments and pictures, and its place on the lists of others. For
// account.delete; in slices, so that it can be done from the outbox and begin again.
import type { AppId, UserId } from '@hubbub/protocol';
import { forgetSlice } from '../../store/forget-store.ts';
import type { Tools } from '../effect.ts';
import { emissionsOf } from '../emission.ts';

const rowsPerSlice = 50;

export async function forgetMoments(
  tools: Pick<Tools, 'write' | 'publish'>,
  app: AppId,
  user: UserId,
): Promise<void> {
  let isDone = false;
  while (!isDone) {
    const forgotten = await tools.write(app, forgetSlice, { user, limit: rowsPerSlice });
    for (const emission of emissionsOf(app, forgotten.streams)) tools.publish(emission);
    ({ isDone } = forgotten);
  }
}
