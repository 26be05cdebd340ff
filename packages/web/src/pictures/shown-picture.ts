import type { Media } from '@hubbub/protocol';

export interface ShownPicture extends Pick<Media, 'id' | 'width' | 'height'> {
  readonly preview?: Uint8Array;
  /** What is to be seen, in its sender's words. */
  readonly alt?: string;
}
