import { MediaService, OperationError } from '@hubbub/protocol';
import { findMedia } from '../../store/media-store.ts';
import type { UserOperation } from '../operation.ts';
import type { MediaNeeds } from './upload.ts';

type Get = UserOperation<typeof MediaService.method.get>;

export function get({ blobs }: Pick<MediaNeeds, 'blobs'>): Get {
  return {
    method: MediaService.method.get,
    who: 'user',
    cost: 1,
    idempotency: 'natural',
    doors: ['http', 'grpc'],
    async run(call) {
      const { media: id } = call.args;
      const { media, blob } = await call.read(findMedia, { media: id, viewer: call.caller.user });
      const content = await blobs.get(blob);
      // Deleted between the two.
      if (content === undefined) throw new OperationError('UNKNOWN');
      return { result: { media, content } };
    },
  };
}
