import type { Origin } from '@hubbub/protocol';
import { Link } from 'wouter';
import { Icon } from '../components/icon.tsx';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';

/** Where a forwarded message comes from, as far as it tells (docs/adr/0023). */
export function OriginLine({ origin: { sender, conversation } }: { origin: Origin }) {
  const { name } = useNames();
  const { state } = useClient();
  const text = sender ? t('forward.from', { name: name(sender) }) : t('forward.plain');
  const title = conversation && state.conversation(conversation)?.conversation.title;
  return (
    <p className="message-origin">
      <Icon name="forward" />
      {conversation ? <Link href={`/c/${conversation}`}>{title || text}</Link> : text}
      {title && <span>{text}</span>}
    </p>
  );
}
