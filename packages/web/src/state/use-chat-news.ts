import type { News } from '../components/dot.tsx';
import { isUnread } from './unread.ts';
import { useChats } from './use-client-state.ts';

/** How many conversations have something unread. */
export function useChatNews(): News {
  const count = useChats().filter(isUnread).length;
  return { count, label: 'tab.chatsNews' };
}
