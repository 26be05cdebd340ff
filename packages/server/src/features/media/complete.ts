import {
  MediaService,
  OperationError,
  randomKey,
  type MediaId,
  type UploadId,
} from '@hubbub/protocol';
import type { Blobs } from '../../ports/blob.ts';
import { finishUpload, giveUpUpload, readUpload } from '../../store/upload-store.ts';
import type { UserOperation } from '../operation.ts';
import { storeUploaded, type MediaNeeds } from './uploaded.ts';

type Complete = UserOperation<typeof MediaService.method.complete>;

export function complete(needs: MediaNeeds): Complete {
  return {
    method: MediaService.method.complete,
    who: 'user',
    cost: 5,
    idempotency: 'natural',
    doors: ['http', 'grpc'],
    async run(call) {
      const upload = call.args.upload as UploadId;
      const found = await call.read(readUpload, { upload, owner: call.caller.user });
      if (!('blobs' in found)) return { result: { media: found } };
      const content = await joined(needs.blobs, found.blobs);
      const outboxId = randomKey();
      try {
        const { id } = await storeUploaded({ ...found, content }, needs, { call, upload });
        const done = { upload, media: id as MediaId, outboxId };
        return { result: { media: await call.write(finishUpload, done) } };
      } catch (error) {
        // No picture, or too large for one: it never will be.
        if (error instanceof OperationError && !error.retryable)
          await call.write(giveUpUpload, { upload, outboxId });
        throw error;
      }
    },
  };
}

async function joined(blobs: Blobs, keys: readonly string[]): Promise<Uint8Array> {
  const parts = await Promise.all(keys.map((key) => blobs.get(key)));
  // Swept between the two.
  if (parts.includes(undefined)) throw new OperationError('UNKNOWN');
  return Buffer.concat(parts.flatMap((part) => part ?? []));
}
