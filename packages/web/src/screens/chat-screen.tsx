// The tab of conversations: the list, and one of them (or the rooms to find).
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { ConversationList } from '../components/conversation-list.tsx';
import { Icon } from '../components/icon.tsx';
import { ListHead } from '../components/list-head.tsx';
import { Menu } from '../components/menu.tsx';
import { Nothing, Panes } from '../components/panes.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useFace } from '../state/conversation-title.ts';
import { useChats } from '../state/use-client-state.ts';
import { useConversationKeys } from '../state/use-conversation-keys.ts';
import { isInArchive } from '../state/unread.ts';
import { usePageTitle } from '../state/use-page-title.ts';
import { t } from '../strings.ts';
import type { DialogName } from './dialog-host.tsx';

const DialogHost = lazy(() => import('./dialog-host.tsx'));
const RoomsScreen = lazy(() => import('./rooms-screen.tsx'));
const loadConversation = () => import('./conversation-screen.tsx');
const ConversationScreen = lazy(loadConversation);

const JoinScreen = lazy(() => import('../groups/join-screen.tsx'));

interface ChatScreenProps {
  readonly pane: 'list' | 'rooms' | 'conversation' | 'join';
  readonly conversation?: string;
  /** Of a link into a group. */
  readonly code?: string;
}

export function ChatScreen({ pane, conversation, code }: ChatScreenProps) {
  const chats = useChats();
  const [isArchiveOpen, setArchiveOpen] = useState(false);
  const archived = chats.filter(isInArchive);
  const isInside = isArchiveOpen && archived.length > 0;
  const inbox = isInside ? archived : chats.filter((entry) => !isInArchive(entry));
  const face = useFace();
  const [dialog, setDialog] = useState<DialogName>();
  const open = chats.find((entry) => entry.conversation.id === conversation);
  useConversationKeys(inbox, conversation);
  // Nobody waits for it at the first conversation, nor needs a connection then.
  useEffect(() => void loadConversation().catch(() => undefined), []);
  usePageTitle(open && face(open.conversation).title);
  return (
    <>
      <Panes
        showing={pane === 'list' ? 'list' : 'content'}
        label={t('list.label')}
        list={
          <>
            <ListHead title={t('tab.chats')} isMain={pane === 'list'}>
              <NewMenu open={setDialog} />
            </ListHead>
            <div className="list-tools">
              <Link href="/search" className="find-rooms">
                <Icon name="search" />
                {t('search.title')}
              </Link>
              <Link href="/rooms" className="find-rooms">
                <Icon name="search" />
                {t('rooms.title')}
              </Link>
            </div>
            {archived.length > 0 && (
              <button
                type="button"
                className="find-rooms archive-entry"
                aria-expanded={isInside}
                onClick={() => setArchiveOpen(!isInside)}
              >
                <Icon name={isInside ? 'back' : 'down'} />
                {isInside
                  ? t('own.leaveArchive')
                  : t('own.openArchive', { count: archived.length })}
              </button>
            )}
            <ConversationList
              inbox={inbox}
              current={conversation}
              empty={<Beginning open={setDialog} />}
            />
          </>
        }
        content={
          <>
            {pane === 'list' && (
              <Nothing title={t('conversation.none')} hint={t('conversation.noneHint')} />
            )}
            <Suspense>
              {pane === 'rooms' && <RoomsScreen create={() => setDialog('create')} />}
            </Suspense>
            <Suspense>{code && <JoinScreen key={code} code={code} />}</Suspense>
            {conversation && (
              <Suspense fallback={<Opening />}>
                <ConversationScreen key={conversation} id={conversation} back="/" />
              </Suspense>
            )}
          </>
        }
      />
      <Suspense>
        {dialog && <DialogHost name={dialog} close={() => setDialog(undefined)} />}
      </Suspense>
    </>
  );
}

function Opening() {
  return (
    <main className="opening">
      <h1 className="only-read">{t('app.name')}</h1>
      <Skeleton text={t('conversation.loading')} />
    </main>
  );
}

/** For who is in no conversation yet: how to come into one. */
function Beginning({ open }: { open: (name: DialogName) => void }) {
  return (
    <div className="conversations-empty">
      <p>{t('list.empty')}</p>
      <p>{t('list.emptyHint')}</p>
      <button type="button" className="button button-main" onClick={() => open('direct')}>
        {t('direct.title')}
      </button>
    </div>
  );
}

function NewMenu({ open }: { open: (name: DialogName) => void }) {
  return (
    <Menu id="new-menu" label={t('list.new')} icon="plus">
      <button type="button" onClick={() => open('create')}>
        <Icon name="plus" />
        {t('rooms.create')}
      </button>
      <button type="button" onClick={() => open('group')}>
        <Icon name="people" />
        {t('group.create')}
      </button>
      <button type="button" onClick={() => open('direct')}>
        <Icon name="message" />
        {t('direct.title')}
      </button>
    </Menu>
  );
}
