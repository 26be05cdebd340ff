import { Media_Type as Type, type Attachments, type Message } from '@hubbub/protocol';
import { formatLength } from '../format/length.ts';
import { plainText } from '../format/plain-text.ts';
import { t } from '../strings.ts';

/**
 * What a message says, in one line.
 * @param nameOf what a user is called, for those it names
 */
export function said(
  { recalled, hidden, damaged, content }: Message,
  nameOf: (id: string) => string,
): string {
  if (damaged) return t('message.damaged');
  if (recalled) return t(hidden ? 'list.hidden' : 'list.recalled');
  // One line is shown; a long message need not be laid out for it.
  if (content.case === 'text') return plain(content.value, nameOf);
  if (content.case === 'media') return saidOf(content.value, nameOf);
  const kind = content.case === 'card' ? content.value.kind : undefined;
  return kind?.case === 'poll'
    ? t('poll.said', { question: kind.value.question })
    : t('message.unknown');
}

function plain(text: string, nameOf: (id: string) => string): string {
  return plainText(text.slice(0, 400), nameOf).slice(0, 200);
}

/** Of what it holds, the kind, and the words beside it. */
function saidOf({ items, text }: Attachments, nameOf: (id: string) => string): string {
  const what = kindOf(items);
  return text === '' ? what : t('attachment.saidWith', { what, text: plain(text, nameOf) });
}

function kindOf(items: Attachments['items']): string {
  const [first] = items;
  const { type = Type.FILE, name = '' } = first?.media ?? {};
  const { durationMs } = first?.voice ?? {};
  if (durationMs) return t('attachment.saidVoice', { length: formatLength(durationMs) });
  if (pictures.has(type)) return t('attachment.saidPictures', { count: items.length });
  if (type === Type.MP4 || type === Type.WEBM) return t('attachment.saidVideo');
  return t('attachment.saidFile', { name });
}

const pictures: ReadonlySet<Type> = new Set([Type.PNG, Type.JPEG, Type.WEBP, Type.GIF]);
