/** In a message. */
export const mostAttached = 9;

/** What the server makes a picture of; others (SVG, TIFF) go as files. */
const pictures: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
]);

export function isPictureFile({ type }: Pick<File, 'type'>): boolean {
  return pictures.has(type);
}
