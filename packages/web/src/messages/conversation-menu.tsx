import { useState } from 'react';
import type { Conversation } from '@hubbub/protocol';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import type { Point } from './desk.ts';
import { Floating } from './floating.tsx';
import './tools.css';

/** What else is done with a conversation. */
export function ConversationMenu({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const [at, setAt] = useState<Point>();
  const [isAsking, setAsking] = useState(false);
  const { id } = conversation;
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-label={t('conversation.more')}
        aria-haspopup="menu"
        onClick={({ currentTarget }) => {
          const { right, bottom } = currentTarget.getBoundingClientRect();
          setAt({ x: right - 264, y: bottom + 4 });
        }}
      >
        <Icon name="more" />
      </button>
      {at && (
        <Floating at={at} close={() => setAt(undefined)}>
          <div role="menu" className="acts act-row" aria-label={t('conversation.more')}>
            <button
              type="button"
              role="menuitem"
              className="act-danger"
              ref={(button) => button?.focus()}
              onClick={() => {
                setAt(undefined);
                setAsking(true);
              }}
            >
              <Icon name="trash" />
              <span>{t('clear.action')}</span>
            </button>
          </div>
        </Floating>
      )}
      {isAsking && (
        <ConfirmDialog
          title={t('clear.title')}
          text={t('clear.text')}
          action={t('clear.action')}
          run={async () => {
            await client.call('conversation.clear', { conversation: id });
            setAsking(false);
          }}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}
