// The tabs and every address of each, in one table. What is big is loaded when it is first opened.
import type { ReactNode } from 'react';
import type { TabLink } from './components/tab-bar.tsx';
import { useChatNews } from './state/use-chat-news.ts';
import { ChatScreen } from './screens/chat-screen.tsx';

interface Tab extends TabLink {
  /** Path → what is drawn there; the first that fits. `id` is the part of the path that is called so. */
  readonly routes: Readonly<Record<string, (id: string) => ReactNode>>;
}

export const firstTab: Tab = {
  name: 'chats',
  home: '/',
  label: 'tab.chats',
  icon: 'message',
  useNews: useChatNews,
  routes: {
    '/rooms': () => <ChatScreen pane="rooms" />,
    '/c/:id': (id) => <ChatScreen pane="conversation" conversation={id} />,
    '/': () => <ChatScreen pane="list" />,
  },
};

export const tabs: readonly Tab[] = [firstTab];
