import { OperationError } from '@hubbub/protocol';
import fc from 'fast-check';
import { typeOfFile } from '../../packages/server/src/rules/file-type.ts';
import {
  mostPixels,
  readImage,
  typeOfImage,
  type Image,
} from '../../packages/server/src/rules/image.ts';
import { mutatedBytes } from '../arbitrary.ts';
import { must, refusal, target } from '../target.ts';
import { pictures } from './pictures.ts';

// What is fuzzed has to be readable before it is damaged.
for (const picture of pictures) readImage(picture);

const heads = pictures.map((bytes) => bytes.subarray(0, 12));
const parts = [
  'IHDR',
  'IDAT',
  'IEND',
  'tEXt',
  'VP8X',
  'ANMF',
  'EXIF',
  '\xff\xda',
  '\xff\xc0',
  '\xff\xe1',
  '!\xf9',
  ',',
  ';',
];

export const images = [
  target({
    name: 'images',
    what: 'the heads and parts of PNG, JPEG, WebP and GIF',
    inputs: fc.oneof(
      mutatedBytes(fc.constantFrom(...pictures)),
      fc
        .tuple(fc.constantFrom(...heads), soup())
        .map(([head, rest]) => Uint8Array.from([...head, ...rest])),
      fc.uint8Array({ maxLength: 200 }),
    ),
    check: (bytes: Uint8Array) => {
      typeOfFile(bytes);
      let image: Image | undefined;
      const reason = refusal(() => (image = readImage(bytes)));
      must(
        reason === undefined || reason === 'IMAGE' || reason === 'PIXELS',
        `refused as ${reason}`,
      );
      if (image === undefined) return;
      const { width, height, bytes: clean } = image;
      must(width > 0 && height > 0 && width * height <= mostPixels, `${width} by ${height}`);
      must(clean.length <= bytes.length + 64, `grows to ${clean.length} bytes`);
      must(typeOfImage(clean) === image.type, 'another kind');
      must(Bun.deepEquals(again(clean), { width, height }), 'another size the second time');
    },
  }),
];

/** Parts with lengths that may be anything. */
function soup() {
  const length = fc.oneof(fc.nat(40), fc.constantFrom(0xffff, 0x7fffffff, 0x80000000, 0xffffffff));
  const part = fc.tuple(
    length,
    fc.constantFrom(...parts),
    fc.uint8Array({ maxLength: 20 }),
    fc.boolean(),
  );
  return fc.array(part, { maxLength: 8 }).map((all) =>
    Buffer.concat(
      all.flatMap(([size, name, data, isLittle]) => {
        const head = Buffer.alloc(4);
        if (isLittle) head.writeUInt32LE(size);
        else head.writeUInt32BE(size);
        return [head, Buffer.from(name, 'latin1'), data];
      }),
    ),
  );
}

function again(bytes: Uint8Array): { width: number; height: number } {
  try {
    const { width, height } = readImage(bytes);
    return { width, height };
  } catch (error) {
    if (error instanceof OperationError) return { width: 0, height: 0 };
    throw error;
  }
}
