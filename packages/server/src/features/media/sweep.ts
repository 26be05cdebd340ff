// What was uploaded and belongs to nothing after a day. Its row is taken out of use first, then the bytes go, then the row.
import type { AppId } from '@hubbub/protocol';
import { forgetMedia, releaseMedia } from '../../store/media-store.ts';
import type { Tools } from '../effect.ts';

export async function sweepMedia(
  tools: Pick<Tools, 'write' | 'blobs'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const { media } = payload as { readonly media: number };
  const blob = await tools.write(app, releaseMedia, { media });
  if (blob === undefined) return;
  await tools.blobs.delete(blob);
  await tools.write(app, forgetMedia, { media });
}
