import { MediaService, type MediaId } from '@hubbub/protocol';
import { keepMedia } from '../../store/media-store.ts';
import type { UserOperation } from '../operation.ts';
import { storeUploaded, type MediaNeeds } from './uploaded.ts';

type Upload = UserOperation<typeof MediaService.method.upload>;

export function upload(needs: MediaNeeds): Upload {
  return {
    method: MediaService.method.upload,
    who: 'user',
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      const media = await storeUploaded(call.args, needs, { call });
      await call.write(keepMedia, { media: media.id as MediaId });
      return { result: { media } };
    },
  };
}
