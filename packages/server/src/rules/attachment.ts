// What a message may hold of what was uploaded.
import { OperationError, type Attachments } from '@hubbub/protocol';
import { isPicture, mayBeVoice } from './file-type.ts';
import { isReadable } from './text.ts';

const mostLoudness = 64;

/** As its sender makes it: throws for what is wrong whatever the media are. */
export function requireAttachments({ items, text }: Attachments): void {
  if (text !== '' && !isReadable(text))
    throw new OperationError('FIELD', 'media.text: must hold something to read');
  if (new Set(items.map(({ media }) => media?.id)).size < items.length)
    throw new OperationError('FIELD', 'media.items: each only once');
  const long = items.some(({ voice }) => (voice?.loudness.length ?? 0) > mostLoudness);
  if (long) throw new OperationError('FIELD', 'media.items.voice.loudness: at most 64 bytes');
}

/** With what the media are: throws for what does not go together in a message. */
export function requireTogether({ items }: Attachments): void {
  const types = items.map(({ media }) => media?.type ?? 0);
  if (items.length > 1 && !types.every(isPicture))
    throw new OperationError('FIELD', 'media.items: several must all be pictures');
  const [one] = items;
  if (one?.voice && !mayBeVoice(types[0] ?? 0))
    throw new OperationError('FIELD', 'media.items.voice: only of sound');
}
