// What is done with several messages at once.
import type { ConversationView } from '@hubbub/client';
import { useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { plainText } from '../format/plain-text.ts';
import { useAppState } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { isOffered } from './acts.ts';
import { copyText } from './copy-text.ts';
import type { Desk } from './desk.ts';
import ForwardDialog from './forward-dialog.tsx';
import './tools.css';

interface SelectBarProps {
  readonly view: ConversationView;
  readonly desk: Desk;
  readonly stop: () => void;
}

export default function SelectBar({ view, desk, stop }: SelectBarProps) {
  const { client, teller, unconfirmed } = useAppState();
  const { name } = useNames();
  const [dialog, setDialog] = useState<'forward' | 'delete'>();
  const close = () => setDialog(undefined);
  const { id } = view.conversation;
  const chosen = view.messages.filter(({ seq = 0 }) => desk.chosen?.has(seq));
  const seqs = chosen.map(({ seq = 0 }) => seq);
  const isOfAll = (act: 'copy' | 'forward') =>
    chosen.length > 0 && chosen.every((one) => isOffered(act, one, desk.place(one)));
  const copy = async () => {
    const lines = chosen.map(
      ({ sender, content }) =>
        `${name(sender)}: ${plainText(content.case === 'text' ? content.value : '', name)}`,
    );
    if (await copyText(lines.join('\n'), teller)) stop();
  };
  const remove = async () => {
    const removals = chosen.map((message) =>
      unconfirmed.add({ message, step: { kind: 'delete' }, by: '' }),
    );
    stop();
    for (let from = 0; from < seqs.length; from += 100) {
      const some = seqs.slice(from, from + 100);
      await client.call('message.delete', { conversation: id, seqs: some }).catch((error) => {
        for (const undo of removals.slice(from, from + 100)) undo();
        teller.tell(failureText(error));
      });
    }
  };
  return (
    <div className="select-bar" role="toolbar" aria-label={t('select.title')}>
      <button type="button" className="icon-button" aria-label={t('select.stop')} onClick={stop}>
        <Icon name="close" />
      </button>
      <output>{t('select.count', { count: chosen.length })}</output>
      <button
        type="button"
        className="button"
        disabled={!isOfAll('forward')}
        onClick={() => setDialog('forward')}
      >
        <Icon name="forward" />
        <span>{t('act.forward')}</span>
      </button>
      <button
        type="button"
        className="button"
        disabled={!isOfAll('copy')}
        onClick={() => void copy()}
      >
        <Icon name="copy" />
        <span>{t('act.copy')}</span>
      </button>
      <button
        type="button"
        className="button button-danger"
        disabled={chosen.length === 0}
        onClick={() => setDialog('delete')}
      >
        <Icon name="trash" />
        <span>{t('act.delete')}</span>
      </button>
      {dialog === 'forward' && (
        <ForwardDialog conversation={id} seqs={seqs} close={close} done={stop} />
      )}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={t('deleteMessage.title')}
          text={t('deleteMessage.text')}
          action={t('act.delete')}
          run={remove}
          close={close}
        />
      )}
    </div>
  );
}
