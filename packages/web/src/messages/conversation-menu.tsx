import type { Conversation } from '@hubbub/protocol';
import { lazy, Suspense, useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { useInbox } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import type { Point } from './desk.ts';

const ConversationActs = lazy(() => import('./conversation-acts.tsx'));

/** What else is done with a conversation. */
export function ConversationMenu({ conversation }: { conversation: Conversation }) {
  const [at, setAt] = useState<Point>();
  const entry = useInbox().find((one) => one.conversation.id === conversation.id);
  if (!entry) return null;
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
      <Suspense>
        {at && <ConversationActs entry={entry} at={at} close={() => setAt(undefined)} />}
      </Suspense>
    </>
  );
}
