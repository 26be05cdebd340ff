import type { News } from '../components/dot.tsx';
import { isQuiet, isUnread } from './unread.ts';
import { useChats } from './use-client-state.ts';

/** How many conversations have something unread. */
export function useChatNews(): News {
  const count = useChats().filter((entry) => isUnread(entry) && !isQuiet(entry)).length;
  return { count, label: 'tab.chatsNews' };
}
