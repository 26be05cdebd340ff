// What is made of uploaded bytes, and how it is stored: the same whether they came at once or in chunks.
import { formatId, OperationError, randomKey, type Media, type UploadId } from '@hubbub/protocol';
import { newBlobKey, type Blobs } from '../../ports/blob.ts';
import { cleanFileName } from '../../rules/file-name.ts';
import { typeOfFile } from '../../rules/file-type.ts';
import { typeOfImage } from '../../rules/image.ts';
import { announceMedia, type NewMedia } from '../../store/media-store.ts';
import type { Call, Caller } from '../operation.ts';
import type { PictureMaker } from './pictures.ts';

export interface MediaNeeds {
  readonly blobs: Blobs;
  readonly media: MediaLimits;
  readonly makePicture: PictureMaker;
}

interface MediaLimits {
  /** Of one picture. */
  readonly mostBytes: number;
  /** Of one file, voice note or video. */
  readonly mostBytesOfFile: number;
  /** Of all that a user has stored. */
  readonly mostBytesOfUser: number;
  /** What belongs to nothing is swept after this long. */
  readonly sweepMs: number;
}

export interface Given {
  readonly content: Uint8Array;
  readonly name: string;
  readonly asFile: boolean;
}

interface Uploading {
  readonly call: Pick<Call<unknown>, 'write'> & { readonly caller: Pick<Caller, 'user'> };
  readonly upload?: UploadId;
}

/** The database hears of the bytes before they are stored, so that a crash in between leaves nothing that nobody sweeps. */
export async function storeUploaded(
  asked: Given,
  { blobs, media: limits, makePicture }: MediaNeeds,
  { call, upload }: Uploading,
): Promise<Media> {
  const { media: given, bytes } = await read(asked, { makePicture, limits });
  const media = await call.write(announceMedia, {
    ...given,
    id: formatId('med', randomKey()),
    owner: call.caller.user,
    upload,
    outboxId: randomKey(),
    sweepMs: limits.sweepMs,
    mostBytes: limits.mostBytesOfUser,
  });
  await Promise.all(bytes.map(([key, content]) => blobs.put(key, content))).catch(
    (cause: unknown) => {
      throw new OperationError('STORAGE', undefined, { cause });
    },
  );
  return media;
}

interface Reading {
  readonly makePicture: PictureMaker;
  readonly limits: MediaLimits;
}

interface Uploaded {
  readonly media: Omit<NewMedia, 'id' | 'owner' | 'outboxId' | 'sweepMs' | 'mostBytes'>;
  readonly bytes: readonly (readonly [key: string, content: Uint8Array])[];
}

/** Without a name only a picture is taken: where one is wanted, nothing else comes in by mistake. */
async function read(asked: Given, { makePicture, limits }: Reading): Promise<Uploaded> {
  const { content, asFile } = asked;
  const name = asked.name === '' ? '' : cleanFileName(asked.name);
  const isShown = !asFile && typeOfImage(content) !== undefined;
  const most = isShown || name === '' ? limits.mostBytes : limits.mostBytesOfFile;
  if (content.length > most) throw new OperationError('FRAME_SIZE');
  if (!isShown && name === '') throw new OperationError('IMAGE');
  return isShown ? await picture(content, { name, makePicture }) : file(content, name);
}

async function picture(
  content: Uint8Array,
  { name, makePicture }: { readonly name: string; readonly makePicture: PictureMaker },
): Promise<Uploaded> {
  const { bytes, small, medium, ...image } = await makePicture(content);
  const keyed = [bytes, small, medium].map((one) => [one && newBlobKey(), one] as const);
  const [blob = '', smallBlob = '', mediumBlob = ''] = keyed.map(([key]) => key);
  return {
    media: { ...image, name, size: bytes.length, blob, small: smallBlob, medium: mediumBlob },
    bytes: keyed.flatMap(([key, one]) => (key && one ? [[key, one] as const] : [])),
  };
}

function file(content: Uint8Array, name: string): Uploaded {
  const blob = newBlobKey();
  const type = typeOfFile(content);
  const nothing = { width: 0, height: 0, preview: new Uint8Array(), small: '', medium: '' };
  return {
    media: { ...nothing, type, name, size: content.length, blob },
    bytes: [[blob, content]],
  };
}
