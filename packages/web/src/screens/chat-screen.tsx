// The frame of everything after login: conversations at the left, one of them (or the rooms) at the right. On a phone
// the address decides which of the two is there.
import { useState } from 'react';
import { ConnectionBanner } from '../components/connection-banner.tsx';
import { ConversationList } from '../components/conversation-list.tsx';
import { SidebarHead } from '../components/sidebar-head.tsx';
import { useAnnouncements } from '../state/use-announcements.ts';
import { useInbox } from '../state/use-client-state.ts';
import { useConversationKeys } from '../state/use-conversation-keys.ts';
import { useHurry } from '../state/use-hurry.ts';
import { usePageTitle } from '../state/use-page-title.ts';
import { t } from '../strings.ts';
import { ConversationScreen } from './conversation-screen.tsx';
import { DialogHost, type DialogName } from './dialog-host.tsx';
import { RoomsScreen } from './rooms-screen.tsx';

interface ChatScreenProps {
  readonly pane: 'list' | 'rooms' | 'conversation';
  readonly conversation?: string;
}

export function ChatScreen({ pane, conversation }: ChatScreenProps) {
  const inbox = useInbox();
  const [dialog, setDialog] = useState<DialogName>();
  useConversationKeys(inbox, conversation);
  usePageTitle(inbox, conversation);
  useAnnouncements(conversation);
  useHurry();
  // On a phone the list is all there is then; a page has one main part.
  const Side = pane === 'list' ? 'main' : 'aside';
  return (
    <div className={`chat ${pane === 'list' ? 'chat-list' : 'chat-pane'}`}>
      <Side className="sidebar">
        <SidebarHead open={setDialog} />
        <ConversationList inbox={inbox} current={conversation} isMain={pane === 'list'} />
      </Side>
      <div className="main">
        <ConnectionBanner />
        {pane === 'list' && <NothingOpen />}
        {pane === 'rooms' && <RoomsScreen create={() => setDialog('create')} />}
        {conversation && <ConversationScreen key={conversation} id={conversation} />}
      </div>
      {dialog && <DialogHost name={dialog} close={() => setDialog(undefined)} />}
    </div>
  );
}

function NothingOpen() {
  return (
    <section className="nothing" aria-label={t('conversation.none')}>
      <h2>{t('conversation.none')}</h2>
      <p>{t('conversation.noneHint')}</p>
    </section>
  );
}
