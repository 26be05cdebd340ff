import { MediaGetRequest_Size as Size, MediaService, OperationError } from '@hubbub/protocol';
import { findMedia } from '../../store/media-store.ts';
import type { UserOperation } from '../operation.ts';
import type { MediaNeeds } from './uploaded.ts';

type Get = UserOperation<typeof MediaService.method.get>;

export function get({ blobs }: Pick<MediaNeeds, 'blobs'>): Get {
  return {
    method: MediaService.method.get,
    who: 'user',
    guests: true,
    cost: 1,
    idempotency: 'natural',
    doors: ['http', 'grpc'],
    async run(call) {
      const { media: id, size } = call.args;
      const sought = { media: id, viewer: call.caller.user, size: sizes[size] };
      const { media, blob, type } = await call.read(findMedia, sought);
      const content = await blobs.get(blob);
      // Deleted between the two.
      if (content === undefined) throw new OperationError('UNKNOWN');
      return { result: { media, content, type } };
    },
  };
}

const sizes = {
  [Size.UNSPECIFIED]: undefined,
  [Size.SMALL]: 'small',
  [Size.MEDIUM]: 'medium',
} as const;
