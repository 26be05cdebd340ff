// JPEG: segments, each with a marker. Kept are those that make the picture and its colours. Of the Exif one thing is kept,
// which way is up, in a segment of our own.
import { Parts, textAt, viewOf, type CleanImage } from './image-parts.ts';

const markers = { app0: 0xe0, app1: 0xe1, app2: 0xe2, app14: 0xee, app15: 0xef };
const startOfScan = 0xda;
const endOfImage = 0xd9;
const comment = 0xfe;

/** Undefined for a file that is damaged. */
export function cleanJpeg(bytes: Uint8Array): CleanImage | undefined {
  const view = viewOf(bytes);
  const parts = new Parts(bytes);
  parts.keep(0, 2);
  let size: { width: number; height: number } | undefined;
  let orientation = 1;
  let hasScan = false;
  for (let at = 2; at + 2 <= bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // What follows the end is no part of the picture: other pictures, or a film.
    if (marker === endOfImage) {
      parts.keep(at, at + 2);
      return size && hasScan ? { ...turned(size, orientation), bytes: parts.join() } : undefined;
    }
    if (at + 4 > bytes.length) return undefined;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length || end < at + 4) return undefined;
    if (isFrame(marker) && end >= at + 9)
      size ??= { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (marker === markers.app1) {
      const found = orientationIn(bytes.subarray(at + 4, end));
      if (found !== undefined && found !== orientation) parts.add(orientationSegment(found));
      orientation = found ?? orientation;
    }
    if (isKept(marker, textAt(bytes, at + 4, 12))) parts.keep(at, end);
    at = end;
    if (marker === startOfScan) {
      hasScan = true;
      at = endOfScan(bytes, end);
      parts.keep(end, at);
    }
  }
  return undefined;
}

function isFrame(marker: number): boolean {
  const isOther = marker === 0xc4 || marker === 0xc8 || marker === 0xcc;
  return marker >= 0xc0 && marker <= 0xcf && !isOther;
}

function isKept(marker: number, text: string): boolean {
  if (marker === comment) return false;
  if (marker < markers.app0 || marker > markers.app15) return true;
  if (marker === markers.app0) return text.startsWith('JFIF\0');
  // How colours are meant: the profile, and Adobe's note of their order.
  if (marker === markers.app2) return text.startsWith('ICC_PROFILE\0');
  return marker === markers.app14 && text.startsWith('Adobe');
}

/** The first marker after the compressed data: escaped bytes and restarts belong to the data. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** From 5 on it lies on its side. */
function turned(size: { width: number; height: number }, orientation: number) {
  return orientation >= 5 ? { width: size.height, height: size.width } : size;
}

const orientationTag = 0x0112;

/** 1 to 8, as Exif says it; undefined when it does not. */
function orientationIn(segment: Uint8Array): number | undefined {
  if (!textAt(segment, 0, 6).startsWith('Exif\0')) return undefined;
  const view = viewOf(segment.subarray(6));
  if (view.byteLength < 10) return undefined;
  const isLittle = view.getUint16(0) === 0x4949;
  const first = view.getUint32(4, isLittle);
  if (first + 2 > view.byteLength) return undefined;
  const count = view.getUint16(first, isLittle);
  for (let i = 0; i < count; i += 1) {
    const at = first + 2 + 12 * i;
    if (at + 12 > view.byteLength) return undefined;
    if (view.getUint16(at, isLittle) !== orientationTag) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** An Exif segment that says nothing else. */
function orientationSegment(orientation: number): Uint8Array {
  const exif = 'Exif\0\0MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0?\0\0\0\0\0\0';
  const body = Uint8Array.from(exif, (char) => char.charCodeAt(0));
  body[exif.indexOf('?')] = orientation;
  return Uint8Array.from([0xff, markers.app1, 0, body.length + 2, ...body]);
}
