import { formatId, MediaService, OperationError, randomKey } from '@hubbub/protocol';
import { cleanFileName } from '../../rules/file-name.ts';
import { beginUpload } from '../../store/upload-store.ts';
import type { UserOperation } from '../operation.ts';
import type { MediaNeeds } from './uploaded.ts';

type Begin = UserOperation<typeof MediaService.method.begin>;

/** A lost connection costs no more than this. */
export const chunkBytes = 524_288;
/** Of one user. */
const mostOpen = 10;
const idleMs = 3_600_000;

export function begin({ media: limits }: Pick<MediaNeeds, 'media'>): Begin {
  return {
    method: MediaService.method.begin,
    who: 'user',
    cost: 5,
    idempotency: 'natural',
    doors: ['http', 'grpc'],
    async run(call) {
      const { size, name, asFile, key } = call.args;
      const most = name === '' ? limits.mostBytes : limits.mostBytesOfFile;
      if (size > most) throw new OperationError('FRAME_SIZE');
      const { upload, received } = await call.write(beginUpload, {
        id: formatId('upl', randomKey()),
        owner: call.caller.user,
        key,
        name: name === '' ? '' : cleanFileName(name),
        asFile,
        size,
        outboxId: randomKey(),
        sweepMs: limits.sweepMs,
        mostBytes: limits.mostBytesOfUser,
        mostOpen,
        idleMs,
      });
      return { result: { upload, received, chunkBytes } };
    },
  };
}
