// GIF: blocks after a screen. Comments and what programs add are left out; how often it repeats is kept.
import { Parts, textAt, viewOf, type CleanImage } from './image-parts.ts';

const loops: ReadonlySet<string> = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);
const graphicControl = 0xf9;
const plainText = 0x01;
const application = 0xff;

/** Undefined for a file that is damaged. */
export function cleanGif(bytes: Uint8Array): CleanImage | undefined {
  if (bytes.length < 13 || !/^GIF8[79]a$/.test(textAt(bytes, 0, 6))) return undefined;
  const view = viewOf(bytes);
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const parts = new Parts(bytes);
  let at = 13 + tableLength(bytes[10] ?? 0);
  parts.keep(0, at);
  let hasImage = false;
  for (;;) {
    const block = bytes[at];
    if (block === 0x3b) {
      parts.keep(at, at + 1);
      return hasImage ? { ...size, bytes: parts.join() } : undefined;
    }
    // Descriptor, colours, the size of codes; or the two bytes of an extension.
    const head = block === 0x2c ? 11 + tableLength(bytes[at + 9] ?? 0) : 2;
    if (block !== 0x2c && block !== 0x21) return undefined;
    const end = endOfBlocks(bytes, at + head);
    if (end === undefined) return undefined;
    if (block === 0x2c) hasImage = true;
    if (block === 0x2c || isShown(bytes, at)) parts.keep(at, end);
    at = end;
  }
}

function isShown(bytes: Uint8Array, at: number): boolean {
  const label = bytes[at + 1];
  if (label === application) return loops.has(textAt(bytes, at + 3, 11));
  return label === graphicControl || label === plainText;
}

function tableLength(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** After a row of blocks with a length each, the last of which is empty. */
function endOfBlocks(bytes: Uint8Array, from: number): number | undefined {
  let at = from;
  for (let length = bytes[at]; length !== undefined; length = bytes[at]) {
    at += 1 + length;
    if (length === 0) return at;
  }
  return undefined;
}
