// What a file is that is no picture, by its bytes. Only what browsers play is told apart: everything else is offered as a file
// to keep and never shown, so that a wider table (the libraries have hundreds) would change nothing.
import { Media_Type as Type } from '@hubbub/protocol';

interface Row {
  readonly type: Type;
  readonly at: number;
  /** One of these stands there. */
  readonly marks: readonly string[];
}

// The first brand of an MP4 says whether it is sound alone.
const brands = [
  'isom',
  'iso2',
  'iso4',
  'iso5',
  'iso6',
  'mp41',
  'mp42',
  'avc1',
  'M4V ',
  'dash',
  'qt  ',
];
const rows: readonly Row[] = [
  { type: Type.M4A, at: 4, marks: ['ftypM4A ', 'ftypM4B '] },
  { type: Type.MP4, at: 4, marks: brands.map((brand) => `ftyp${brand}`) },
  { type: Type.OGG, at: 0, marks: ['OggS\0'] },
  { type: Type.WAV, at: 8, marks: ['WAVEfmt '] },
  {
    type: Type.MP3,
    at: 0,
    marks: ['ID3\x02', 'ID3\x03', 'ID3\x04', '\xff\xfb', '\xff\xfa', '\xff\xf3', '\xff\xf2'],
  },
];
const ebml = '\x1aE\xdf\xa3';
const looked = 64;

export function typeOfFile(bytes: Uint8Array): Type {
  const head = Buffer.from(bytes.subarray(0, looked)).toString('latin1');
  // Says which kind of EBML it is a few bytes later.
  if (head.startsWith(ebml)) return head.includes('webm') ? Type.WEBM : Type.FILE;
  const row = rows.find(({ at, marks }) => marks.some((mark) => head.startsWith(mark, at)));
  return row?.type ?? Type.FILE;
}

const pictures: ReadonlySet<Type> = new Set([Type.PNG, Type.JPEG, Type.WEBP, Type.GIF]);
const sounds: ReadonlySet<Type> = new Set([
  Type.OGG,
  Type.WAV,
  Type.MP3,
  Type.M4A,
  Type.WEBM,
  Type.MP4,
]);

export function isPicture(type: Type): boolean {
  return pictures.has(type);
}

/** A container of video may hold a voice alone: that is how browsers record one. */
export function mayBeVoice(type: Type): boolean {
  return sounds.has(type);
}
