import { formatId, MediaService, OperationError, randomKey } from '@hubbub/protocol';
import { newBlobKey, type Blobs } from '../../ports/blob.ts';
import { readImage } from '../../rules/image.ts';
import { announceMedia, keepMedia } from '../../store/media-store.ts';
import type { UserOperation } from '../operation.ts';

export interface MediaNeeds {
  readonly blobs: Blobs;
  readonly media: MediaLimits;
}

interface MediaLimits {
  /** Of one upload. */
  readonly mostBytes: number;
  /** Of all that a user has stored. */
  readonly mostBytesOfUser: number;
  /** What belongs to nothing is swept after this long. */
  readonly sweepMs: number;
}

type Upload = UserOperation<typeof MediaService.method.upload>;

/** The database hears of the bytes before they are stored, so that a crash in between leaves nothing that nobody sweeps. */
export function upload({ blobs, media: limits }: MediaNeeds): Upload {
  return {
    method: MediaService.method.upload,
    who: 'user',
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      const { content } = call.args;
      if (content.length > limits.mostBytes) throw new OperationError('FRAME_SIZE');
      const { bytes, ...image } = readImage(content);
      const id = formatId('med', randomKey());
      const blob = newBlobKey();
      const { mostBytesOfUser: mostBytes, sweepMs } = limits;
      const stored = { id, blob, ...image, size: bytes.length };
      const owner = call.caller.user;
      const outboxId = randomKey();
      const media = await call.write(announceMedia, {
        ...stored,
        owner,
        outboxId,
        sweepMs,
        mostBytes,
      });
      await blobs.put(blob, bytes).catch((cause: unknown) => {
        throw new OperationError('STORAGE', undefined, { cause });
      });
      await call.write(keepMedia, { media: id });
      return { result: { media } };
    },
  };
}
