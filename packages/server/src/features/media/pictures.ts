// Pictures as they are stored: decoded and encoded anew, so that nothing of the uploaded file is left but what is seen, with
// smaller ones and a tiny preview (docs/adr/0031). Bun's own codecs do it in their threads, also inside the single executable.
// One of the few modules that use a Bun API.
import { availableParallelism } from 'node:os';
import { Media_Type as Type, OperationError } from '@hubbub/protocol';
import { mostPixels, readImage, type Image } from '../../rules/image.ts';
import { isMoving } from '../../rules/image-moves.ts';

export interface StoredPicture extends Image {
  /** A WebP of a few bytes, empty when the picture is that small itself. */
  readonly preview: Uint8Array;
  /** Undefined where the picture itself does. */
  readonly small: Uint8Array | undefined;
  readonly medium: Uint8Array | undefined;
}

export type PictureMaker = (bytes: Uint8Array) => Promise<StoredPicture>;

const sizes = { preview: 24, small: 320, medium: 1280 } as const;
const mostWaiting = 100;

/**
 * Throws IMAGE for what is no picture or is damaged, PIXELS for one that is too large, BUSY when too many wait already. A picture
 * takes four bytes of memory for each pixel while it is worked on, so that few are at a time.
 */
export function pictureMaker(atOnce = Math.max(1, availableParallelism() - 1)): PictureMaker {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (bytes) => {
    if (waiting.length >= mostWaiting)
      throw new OperationError('BUSY', undefined, { retryAfterMs: 1_000 });
    if (running >= atOnce) await new Promise<void>((go) => void waiting.push(go));
    else running += 1;
    try {
      return await makePicture(bytes);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

async function makePicture(uploaded: Uint8Array): Promise<StoredPicture> {
  // Walks the file before anything is decoded: what is damaged, or says that it is huge, goes no further.
  const image = readImage(uploaded);
  try {
    const still = isMoving(image) ? image : await encodeAnew(uploaded, image);
    return { ...still, ...(await smallerOnes(still)) };
  } catch (cause) {
    if (cause instanceof OperationError) throw cause;
    throw new OperationError('IMAGE', undefined, { cause });
  }
}

async function encodeAnew(uploaded: Uint8Array, { type }: Image): Promise<Image> {
  // Of the uploaded bytes, since the cleaned ones do not say which way is up any more.
  const pipeline = open(uploaded);
  if (type === Type.JPEG) pipeline.jpeg({ quality: 86 });
  else if (type === Type.WEBP) pipeline.webp({ quality: 86 });
  else pipeline.png();
  const bytes = await pipeline.bytes();
  return { ...readImage(bytes), bytes };
}

async function smallerOnes(
  image: Image,
): Promise<Pick<StoredPicture, 'preview' | 'small' | 'medium'>> {
  const { width, height } = image;
  const longest = Math.max(width, height);
  const none = new Uint8Array();
  const preview = longest > sizes.preview ? await within(image, 'preview') : none;
  const isWanted = (size: 'small' | 'medium') => longest > sizes[size] && !isMoving(image);
  return {
    preview,
    small: isWanted('small') ? await within(image, 'small') : undefined,
    medium: isWanted('medium') ? await within(image, 'medium') : undefined,
  };
}

const qualities = { preview: 30, small: 76, medium: 80 } as const;

function within({ bytes }: Image, size: keyof typeof sizes): Promise<Uint8Array> {
  const most = sizes[size];
  return open(bytes)
    .resize(most, most, { fit: 'inside' })
    .webp({ quality: qualities[size] })
    .bytes();
}

function open(bytes: Uint8Array): Bun.Image {
  // A copy: the pipeline holds on to the buffer while it works elsewhere.
  return new Bun.Image(Uint8Array.from(bytes), { maxPixels: mostPixels });
}
