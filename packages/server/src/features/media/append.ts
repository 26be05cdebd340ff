import { MediaService, OperationError, type UploadId } from '@hubbub/protocol';
import { newBlobKey } from '../../ports/blob.ts';
import { announcePart, forgetPart, keepPart } from '../../store/upload-store.ts';
import type { UserOperation } from '../operation.ts';
import { chunkBytes } from './begin.ts';
import type { MediaNeeds } from './uploaded.ts';

type Append = UserOperation<typeof MediaService.method.append>;

/** On whichever node: the chunk is a blob like any other, and the database says whether it is the next one. */
export function append({ blobs }: Pick<MediaNeeds, 'blobs'>): Append {
  return {
    method: MediaService.method.append,
    who: 'user',
    cost: 1,
    idempotency: 'natural',
    doors: ['http', 'grpc'],
    async run(call) {
      const { offset, content } = call.args;
      if (content.length > chunkBytes) throw new OperationError('FRAME_SIZE');
      const upload = call.args.upload as UploadId;
      const part = { upload, offset, size: content.length, blob: newBlobKey() };
      const owned = { ...part, owner: call.caller.user, chunkBytes };
      const there = await call.write(announcePart, owned);
      if (there !== undefined) return { result: { received: there } };
      await blobs.put(part.blob, content).catch((cause: unknown) => {
        throw new OperationError('STORAGE', undefined, { cause });
      });
      const received = await call.write(keepPart, part);
      if (received !== undefined) return { result: { received } };
      await blobs.delete(part.blob);
      await call.write(forgetPart, part);
      throw new OperationError('OFFSET');
    },
  };
}
