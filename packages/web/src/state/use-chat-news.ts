import type { News } from '../components/dot.tsx';
import { useChats } from './use-client-state.ts';

/** How many conversations have something unread. */
export function useChatNews(): News {
  const count = useChats().filter(
    (entry) => entry.unread + entry.whispersUnread > 0 || entry.markedUnread,
  ).length;
  return { count, label: 'tab.chatsNews' };
}
