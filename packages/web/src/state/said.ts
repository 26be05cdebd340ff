import type { Message } from '@hubbub/protocol';
import { plainText } from '../format/plain-text.ts';
import { t } from '../strings.ts';

/**
 * What a message says, in one line.
 * @param nameOf what a user is called, for those it names
 */
export function said({ recalled, content }: Message, nameOf: (id: string) => string): string {
  if (recalled) return t('list.recalled');
  // One line is shown; a long message need not be laid out for it.
  if (content.case === 'text') return plainText(content.value.slice(0, 400), nameOf).slice(0, 200);
  const kind = content.case === 'card' ? content.value.kind : undefined;
  return kind?.case === 'poll'
    ? t('poll.said', { question: kind.value.question })
    : t('message.unknown');
}
