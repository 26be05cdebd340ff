// The tabs and every address of each, in one table. What is big is loaded when it is first opened.
import { lazy, type ReactNode } from 'react';
import type { TabLink } from './components/tab-bar.tsx';
import { useChatNews } from './state/use-chat-news.ts';
import { useContactNews } from './state/use-contacts.ts';
import { useGameNews } from './state/use-game-news.ts';
import { useMomentNews } from './state/use-moment-news.ts';
import { ChatScreen } from './screens/chat-screen.tsx';

interface Area {
  readonly name: string;
  readonly home: string;
  /** Path → what is drawn there; the first that fits. `id` is the part of the path that is called so. */
  readonly routes: Readonly<Record<string, (id: string) => ReactNode>>;
}

type Tab = TabLink & Area;

const SearchScreen = lazy(() => import('./search/search-screen.tsx'));

export const firstTab: Tab = {
  name: 'chats',
  home: '/',
  label: 'tab.chats',
  icon: 'message',
  useNews: useChatNews,
  routes: {
    '/search/:id': (id) => <SearchScreen within={id} />,
    '/search': () => <SearchScreen />,
    '/rooms': () => <ChatScreen pane="rooms" />,
    '/join/:id': (id) => <ChatScreen pane="join" code={id} />,
    '/c/:id': (id) => <ChatScreen pane="conversation" conversation={id} />,
    '/': () => <ChatScreen pane="list" />,
  },
};

const ContactsScreen = lazy(() => import('./contacts/contacts-screen.tsx'));
const MomentsScreen = lazy(() => import('./moments/moments-screen.tsx'));
const GamesScreen = lazy(() => import('./games/games-screen.tsx'));
const SettingsScreen = lazy(() => import('./settings/settings-screen.tsx'));

export const tabs: readonly Tab[] = [
  firstTab,
  {
    name: 'contacts',
    home: '/contacts',
    label: 'tab.contacts',
    icon: 'contacts',
    useNews: useContactNews,
    routes: {
      '/contacts/requests': () => <ContactsScreen pane="requests" />,
      '/contacts/blocked': () => <ContactsScreen pane="blocked" />,
      '/contacts/:id': (id) => <ContactsScreen pane="profile" id={id} />,
      '/contacts': () => <ContactsScreen pane="list" />,
    },
  },
  {
    name: 'moments',
    home: '/moments',
    label: 'tab.moments',
    icon: 'moments',
    useNews: useMomentNews,
    routes: {
      '/moments/notices': () => <MomentsScreen pane="notices" />,
      '/moments/m/:id': (id) => <MomentsScreen pane="moment" id={id} />,
      '/moments/:id': (id) => <MomentsScreen pane="album" id={id} />,
      '/moments': () => <MomentsScreen pane="timeline" />,
    },
  },
  {
    name: 'games',
    home: '/games',
    label: 'tab.games',
    icon: 'games',
    useNews: useGameNews,
    routes: {
      '/games/code/:id': (id) => <GamesScreen pane="invited" id={id} />,
      '/games/:id': (id) => <GamesScreen pane="game" id={id} />,
      '/games': () => <GamesScreen pane="list" />,
    },
  },
];

/** No tab: the account's menu leads there. */
const settings: Area = {
  name: 'settings',
  home: '/settings',
  routes: {
    '/settings/:id': (id) => <SettingsScreen section={id} />,
    '/settings': () => <SettingsScreen />,
  },
};

export const areas: readonly Area[] = [...tabs, settings];
