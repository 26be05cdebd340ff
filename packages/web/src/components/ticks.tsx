import type { Message } from '@hubbub/protocol';
import { useTick } from '../state/live.ts';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';

/** How far one's own message has got. */
export function Ticks({ message }: { message: Message }) {
  const tick = useTick(message);
  return (
    <span className={`message-sent message-tick-${tick}`}>
      <Icon name={tick === 'sent' ? 'check' : 'checks'} />
      <span className="only-read">{t(`message.${tick}`)}</span>
    </span>
  );
}
