// The part of an erasure that concerns friends: what the account showed them goes, and it goes off their lists.
import { randomKey, type AppId, type UserId } from '@hubbub/protocol';
import { eraseContact, eraseSaid, eraseShown, readOthers } from '../../store/erase-social-store.ts';
import type { Tools } from '../effect.ts';
import { emissionsOf } from '../emission.ts';
import { sweepExport } from '../export/effects.ts';
import { listExports } from '../../store/export-store.ts';
import { sweepMedia } from '../media/sweep.ts';

const rowsPerSlice = 20;

export async function eraseSocial(tools: Tools, app: AppId, user: UserId): Promise<void> {
  let isDone = false;
  while (!isDone) {
    const outboxIds = Array.from({ length: rowsPerSlice }, () => randomKey());
    ({ isDone } = await tools.write(app, eraseSaid, { user, outboxIds }));
  }
  for (;;) {
    const others = await tools.read(app, readOthers, { user, limit: rowsPerSlice });
    for (const other of others) {
      const { streams } = await tools.write(app, eraseContact, { user, other });
      for (const emission of emissionsOf(app, streams)) tools.publish(emission);
    }
    if (others.length === 0) break;
  }
  for (const one of await tools.read(app, listExports, { user }))
    await sweepExport(tools, app, { export: one });
  const { media } = await tools.write(app, eraseShown, { user });
  for (const one of media) await sweepMedia(tools, app, { media: one });
}
