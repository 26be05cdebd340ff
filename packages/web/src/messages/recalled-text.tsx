import type { Message } from '@hubbub/protocol';
import { useStore } from 'zustand';
import { toWritten } from '../format/calls.ts';
import { useAppState } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { nameOf } from './desk.ts';

/** The stub of a message that was taken back or hidden; one's own can be written anew while this page remembers it. */
export function RecalledText({ message }: { message: Message }) {
  const { drafts, recalled } = useAppState();
  const me = useMe();
  const { name } = useNames();
  const text = useStore(recalled.store).get(nameOf(message));
  const { sender, recalledBy, conversation } = message;
  const by = recalledBy || sender;
  const again = () => {
    drafts.write(conversation, toWritten(text ?? '', name, t('mention.all')));
    document.querySelector<HTMLElement>('.composer-input')?.focus();
  };
  if (message.hidden) return <p className="message-gone">{t('list.hidden')}</p>;
  return (
    <p className="message-gone">
      {by === me.id ? t('recalled.byYou') : t('recalled.by', { name: name(by) })}
      {text !== undefined && sender === me.id && (
        <button type="button" className="link-button" onClick={again}>
          {t('recalled.again')}
        </button>
      )}
    </p>
  );
}
