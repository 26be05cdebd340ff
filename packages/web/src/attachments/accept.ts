// Which of the files that were chosen can be attached, before a byte of them travels.
import { formatBytes } from '../format/bytes.ts';
import { t } from '../strings.ts';
import './texts.ts';
import { isPictureFile, mostAttached } from './picture-file.ts';

const mostBytesOfPicture = 8 * 1024 * 1024;
const mostBytes = 20 * 1024 * 1024;

/** Those that can be taken, and why another one cannot. */
export function accept(
  files: readonly File[],
  room: number,
): { readonly good: readonly File[]; readonly problem: string } {
  const isLarge = (file: File) =>
    file.size > (isPictureFile(file) ? mostBytesOfPicture : mostBytes);
  const large = files.find(isLarge);
  const fitting = files.filter((file) => !isLarge(file) && file.size > 0);
  const good = fitting.slice(0, Math.max(0, room));
  if (large) {
    const most = formatBytes(isPictureFile(large) ? mostBytesOfPicture : mostBytes);
    return { good, problem: t('attachment.tooLarge', { name: large.name, most }) };
  }
  if (fitting.length > room)
    return { good, problem: t('attachment.tooMany', { most: mostAttached }) };
  const empty = files.find(({ size }) => size === 0);
  return { good, problem: empty ? t('attachment.empty', { name: empty.name }) : '' };
}
