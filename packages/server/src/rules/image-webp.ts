// WebP: a RIFF file of chunks. Exif and XMP are left out, and the head no longer says that they are there.
import { Parts, textAt, viewOf, type CleanImage } from './image-parts.ts';

const kept: ReadonlySet<string> = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** In the flags of VP8X: there is Exif, there is XMP. */
const notes = 0x08 | 0x04;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Undefined for a file that is damaged. */
export function cleanWebp(bytes: Uint8Array): CleanImage | undefined {
  if (bytes.length < 20 || textAt(bytes, 8, 4) !== 'WEBP') return undefined;
  const view = viewOf(bytes);
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) return undefined;
  const parts = new Parts(bytes);
  parts.add(bytes.slice(0, 12));
  let size: Size | undefined;
  let hasPixels = false;
  for (let at = 12; at + 8 <= end;) {
    const name = textAt(bytes, at, 4);
    const length = view.getUint32(at + 4, true);
    const next = at + 8 + length + (length % 2);
    if (at + 8 + length > end) return undefined;
    size ??= sizeIn(bytes, { name, at: at + 8, length });
    if (size === undefined) return undefined;
    if (name !== 'VP8X' && name !== 'ICCP') hasPixels ||= kept.has(name);
    if (name === 'VP8X') parts.add(withoutNotes(bytes.slice(at, next)));
    else if (kept.has(name)) parts.keep(at, Math.min(next, end));
    at = next;
  }
  if (size === undefined || !hasPixels) return undefined;
  const clean = parts.join();
  viewOf(clean).setUint32(4, clean.length - 8, true);
  return { ...size, bytes: clean };
}

interface Chunk {
  readonly name: string;
  /** Of its content. */
  readonly at: number;
  readonly length: number;
}

/** The first chunk says it: the canvas, or the one picture there is. */
function sizeIn(bytes: Uint8Array, { name, at, length }: Chunk): Size | undefined {
  const view = viewOf(bytes);
  if (name === 'VP8X' && length >= 10)
    return { width: 1 + uint24(view, at + 4), height: 1 + uint24(view, at + 7) };
  if (name === 'VP8L' && length >= 5 && bytes[at] === 0x2f) {
    const bits = view.getUint32(at + 1, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  const isKeyFrame = bytes[at + 3] === 0x9d && bytes[at + 4] === 0x01 && bytes[at + 5] === 0x2a;
  if (name === 'VP8 ' && length >= 10 && isKeyFrame)
    return {
      width: view.getUint16(at + 6, true) & 0x3fff,
      height: view.getUint16(at + 8, true) & 0x3fff,
    };
  return undefined;
}

function withoutNotes(head: Uint8Array): Uint8Array {
  head[8] = (head[8] ?? 0) & ~notes;
  return head;
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
}
