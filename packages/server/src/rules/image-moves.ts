// Whether a picture moves. One that does is kept as its maker made it (cleaned, not encoded anew: the codec knows still ones).
import { Media_Type as Type } from '@hubbub/protocol';
import type { Image } from './image.ts';

export function isMoving({ type, bytes }: Pick<Image, 'type' | 'bytes'>): boolean {
  if (type === Type.GIF) return true;
  // VP8X is the first chunk of a WebP that has more than a still picture; the second bit of its flags says that it moves.
  const head = Buffer.from(bytes.subarray(12, 21));
  return (
    type === Type.WEBP && head.toString('latin1', 0, 4) === 'VP8X' && ((head[8] ?? 0) & 2) !== 0
  );
}
