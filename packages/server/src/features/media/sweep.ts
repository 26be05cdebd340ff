// What belongs to nothing: uploaded a day ago and never used, or what held it is gone. Its row is taken out of use first, then
// the bytes go, then the row.
import type { AppId } from '@hubbub/protocol';
import { forgetMedia, releaseMedia } from '../../store/media-store.ts';
import { forgetParts, takeUpload } from '../../store/upload-store.ts';
import type { Tools } from '../effect.ts';

export async function sweepMedia(
  tools: Pick<Tools, 'write' | 'blobs'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const { media } = payload as { readonly media: number | readonly number[] };
  for (const one of [media].flat()) await sweepOne(tools, app, one);
}

async function sweepOne(
  tools: Pick<Tools, 'write' | 'blobs'>,
  app: AppId,
  media: number,
): Promise<void> {
  const blobs = await tools.write(app, releaseMedia, { media });
  if (blobs === undefined) return;
  for (const blob of blobs) await tools.blobs.delete(blob);
  await tools.write(app, forgetMedia, { media });
}

/** Chunks of what was made of them, was given up, or was never complete. */
export async function sweepUpload(
  tools: Pick<Tools, 'write' | 'blobs'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const { upload, keepsUpload = false } = payload as {
    readonly upload: number;
    readonly keepsUpload?: boolean;
  };
  for (const blob of await tools.write(app, takeUpload, { upload, keepsUpload }))
    await tools.blobs.delete(blob);
  await tools.write(app, forgetParts, { upload });
}
