// PNG: a signature and chunks. Those that are needed to show it are kept, animation and colours included.
import { Parts, textAt, viewOf, type CleanImage } from './image-parts.ts';

const kept: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(
    ' ',
  ),
);

/** Undefined for a file that is damaged. */
export function cleanPng(bytes: Uint8Array): CleanImage | undefined {
  const view = viewOf(bytes);
  const parts = new Parts(bytes);
  parts.keep(0, 8);
  let size: { width: number; height: number } | undefined;
  let hasPixels = false;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const name = textAt(bytes, at + 4, 4);
    const end = at + 12 + length;
    if (end > bytes.length) return undefined;
    if (size === undefined) {
      if (name !== 'IHDR' || length !== 13) return undefined;
      size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    }
    if (name === 'IDAT') hasPixels = true;
    if (kept.has(name)) parts.keep(at, end);
    // What follows the end is no part of the picture.
    if (name === 'IEND') return hasPixels ? { ...size, bytes: parts.join() } : undefined;
    at = end;
  }
  return undefined;
}
