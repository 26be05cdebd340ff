// The slow end of moment.delete: notices, likes and comments, rows of timelines, and the pictures with their bytes.
import type { AppId } from '@hubbub/protocol';
import { forgetMedia, takeMediaOf } from '../../store/media-store.ts';
import { purgeMomentSlice } from '../../store/moment-purge-store.ts';
import type { Tools } from '../effect.ts';
import { retract } from './retract.ts';

const rowsPerSlice = 500;

export async function purgeMoment(
  tools: Pick<Tools, 'write' | 'publish' | 'blobs'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const { moment } = payload as { readonly moment: number };
  await retract(tools, app, { moment, interaction: undefined });
  let isDone = false;
  while (!isDone)
    ({ isDone } = await tools.write(app, purgeMomentSlice, { moment, limit: rowsPerSlice }));
  for (const { media, blobs } of await tools.write(app, takeMediaOf, { moment })) {
    for (const blob of blobs) await tools.blobs.delete(blob);
    await tools.write(app, forgetMedia, { media });
  }
}
