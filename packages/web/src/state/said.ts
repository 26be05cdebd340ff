import type { Message } from '@hubbub/protocol';
import { t } from '../strings.ts';

/** What a message says, in one line. */
export function said({ recalled, content }: Message): string {
  if (recalled) return t('list.recalled');
  // One line is shown; a long message need not be laid out for it.
  if (content.case === 'text') return content.value.slice(0, 200);
  const kind = content.case === 'card' ? content.value.kind : undefined;
  return kind?.case === 'poll'
    ? t('poll.said', { question: kind.value.question })
    : t('message.unknown');
}
