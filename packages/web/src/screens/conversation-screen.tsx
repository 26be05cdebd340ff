import type { ConversationView } from '@hubbub/client';
import type { Conversation as Head } from '@hubbub/protocol';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { openWhisper } from '../actions/members.ts';
import { Composer } from '../components/composer.tsx';
import { ConversationHead } from '../components/conversation-head.tsx';
import { MessageList } from '../components/message-list.tsx';
import { SilentComposer } from '../components/silent-composer.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useAppState } from '../state/app-state.ts';
import { hasMembers, useFace, useWhisperNames } from '../state/conversation-title.ts';
import { useHere } from '../state/presence.ts';
import { useShortcut } from '../state/shortcuts.ts';
import { useAnnouncements } from '../state/use-announcements.ts';
import { useConversation } from '../state/use-client-state.ts';
import { useMarkedUnread } from '../state/use-marked-unread.ts';
import { useOpened } from '../state/use-opened.ts';
import { useSilence } from '../state/use-voice.ts';
import { t } from '../strings.ts';
import { OutsideScreen } from './outside-screen.tsx';

const AnnouncementBar = lazy(() => import('../components/announcement-bar.tsx'));
const MembersPanel = lazy(() => import('../components/members-panel.tsx'));

interface ConversationScreenProps {
  readonly id: string;
  /** Where the list is, on a phone; without one there is no way back. */
  readonly back?: string;
}

export default function ConversationScreen({ id, back }: ConversationScreenProps) {
  const view = useConversation(id);
  const opened = useOpened(id);
  if (view) return <Conversation view={view} isOpened={opened === 'open'} back={back} />;
  if (opened !== 'opening') return <OutsideScreen id={id} />;
  return (
    <main className="opening">
      <h1 className="only-read">{t('app.name')}</h1>
      <Skeleton text={t('conversation.loading')} />
    </main>
  );
}

interface ConversationProps {
  readonly view: ConversationView;
  readonly isOpened: boolean;
  readonly back: string | undefined;
}

function Conversation({ view, isOpened, back }: ConversationProps) {
  const { id, announcement } = view.conversation;
  const { arrivals, client } = useAppState();
  const [isPanelOpen, setPanelOpen] = useState(false);
  const here = useHere(id);
  const { title } = useFace()(view.conversation);
  const [, navigate] = useLocation();
  useShortcut('search.open', () => navigate(`/search/${id}`));
  useShortcut('panel.toggle', () => setPanelOpen(!isPanelOpen), hasMembers(view.conversation));
  const [target, setTarget] = useState<Head>();
  const names = useWhisperNames();
  // Gone when one of them left the room.
  const isThere = view.whispers.some(({ conversation }) => conversation.id === target?.id);
  const whisper = target && isThere ? target : undefined;
  const stop = () => setTarget(undefined);
  const openTo = async (users: string[]) => {
    const found = await openWhisper(client, id, users);
    setTarget(client.state.conversation(found)?.conversation);
    setPanelOpen(false);
  };
  const silence = useSilence(view);
  useAnnouncements(id);
  useMarkedUnread(id, isOpened);
  useEffect(() => {
    if (isOpened) arrivals.watch(id);
  }, [arrivals, id, isOpened]);
  return (
    <div className={`conversation-screen ${isPanelOpen ? 'with-panel' : ''}`}>
      <main className="conversation-main" aria-label={title}>
        <ConversationHead
          view={view}
          here={here}
          isPanelOpen={isPanelOpen}
          toggle={() => setPanelOpen(!isPanelOpen)}
          back={back}
        />
        {announcement && (
          <Suspense>
            <AnnouncementBar key={announcement.text} announcement={announcement} />
          </Suspense>
        )}
        <MessageList view={view} isOpened={isOpened} reply={setTarget} />
        {silence ? (
          <SilentComposer silence={silence} />
        ) : (
          <Composer
            key={whisper?.id ?? id}
            conversation={whisper?.id ?? id}
            title={title}
            whisper={whisper && { names: names(whisper), stop }}
          />
        )}
      </main>
      <Suspense>
        {isPanelOpen && (
          <MembersPanel
            view={view}
            here={here}
            whisper={openTo}
            close={() => setPanelOpen(false)}
          />
        )}
      </Suspense>
    </div>
  );
}
