import type { ConversationView } from '@hubbub/client';
import { useEffect } from 'react';
import { Composer } from '../components/composer.tsx';
import { MessageList } from '../components/message-list.tsx';
import { useAppState } from '../state/app-state.ts';
import { useAnnouncements } from '../state/use-announcements.ts';
import { useConversation } from '../state/use-client-state.ts';
import { useOpened } from '../state/use-opened.ts';
import { t } from '../strings.ts';

/** The conversation of a game's players. */
export function GameChat({ id }: { id: string }) {
  const view = useConversation(id);
  const opened = useOpened(id);
  return (
    <section className="game-chat" aria-label={t('game.chat')}>
      <h2 className="game-chat-head">{t('game.chat')}</h2>
      {view ? (
        <Chat view={view} isOpened={opened === 'open'} />
      ) : (
        <p className="quiet game-chat-gone">{t('game.chatGone')}</p>
      )}
    </section>
  );
}

function Chat({ view, isOpened }: { view: ConversationView; isOpened: boolean }) {
  const { arrivals } = useAppState();
  const { id } = view.conversation;
  useAnnouncements(id);
  useEffect(() => {
    if (isOpened) arrivals.watch(id);
  }, [arrivals, id, isOpened]);
  return (
    <>
      <MessageList view={view} isOpened={isOpened} reply={() => undefined} />
      <Composer conversation={id} title={t('game.chat')} isQuiet />
    </>
  );
}
