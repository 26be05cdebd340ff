// The part of an erasure that concerns friends: what the account showed them goes, and it goes off their lists.
import type { AppId, UserId } from '@hubbub/protocol';
import { eraseShown } from '../../store/erase-social-store.ts';
import { listExports } from '../../store/export-store.ts';
import type { Tools } from '../effect.ts';
import { sweepExport } from '../export/effects.ts';
import { sweepMedia, sweepUpload } from '../media/sweep.ts';
import { forgetMoments } from '../moment/forget.ts';

export async function eraseSocial(tools: Tools, app: AppId, user: UserId): Promise<void> {
  await forgetMoments(tools, app, user);
  for (const one of await tools.read(app, listExports, { user }))
    await sweepExport(tools, app, { export: one });
  const { media, uploads } = await tools.write(app, eraseShown, { user });
  for (const one of media) await sweepMedia(tools, app, { media: one });
  for (const one of uploads) await sweepUpload(tools, app, { upload: one });
}
