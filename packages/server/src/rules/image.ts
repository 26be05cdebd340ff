// What an uploaded picture is, by its bytes and never by its name: its type, its size as it is shown, and the same file
// without what a camera or a program noted down in it (where and when it was taken, by whom, thumbnails, comments). Nothing
// is decoded: the parts of the file are walked through, those that make the picture are kept.
import { Media_Type as Type, OperationError } from '@hubbub/protocol';
import { cleanGif } from './image-gif.ts';
import { cleanJpeg } from './image-jpeg.ts';
import { cleanPng } from './image-png.ts';
import { cleanWebp } from './image-webp.ts';

export interface Image {
  readonly type: Type;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

export const mostPixels = 32_000_000;

const any = undefined;
const kinds = [
  { type: Type.PNG, magic: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], clean: cleanPng },
  { type: Type.JPEG, magic: [0xff, 0xd8, 0xff], clean: cleanJpeg },
  {
    type: Type.WEBP,
    magic: [0x52, 0x49, 0x46, 0x46, any, any, any, any, 0x57, 0x45, 0x42, 0x50],
    clean: cleanWebp,
  },
  { type: Type.GIF, magic: [0x47, 0x49, 0x46, 0x38], clean: cleanGif },
] as const;

/** By the first bytes alone; undefined for what is none of the four. */
export function typeOfImage(bytes: Uint8Array): Type | undefined {
  return kindOf(bytes)?.type;
}

function kindOf(bytes: Uint8Array) {
  return kinds.find(({ magic }) => magic.every((byte, i) => byte === any || bytes[i] === byte));
}

/** Throws IMAGE for what is none of the four or is damaged, PIXELS for one that is too large to be shown. */
export function readImage(bytes: Uint8Array): Image {
  const kind = kindOf(bytes);
  const read = kind?.clean(bytes);
  if (kind === undefined || read === undefined) throw new OperationError('IMAGE');
  const { width, height } = read;
  if (width === 0 || height === 0) throw new OperationError('IMAGE');
  if (width * height > mostPixels) throw new OperationError('PIXELS');
  return { type: kind.type, ...read };
}
