import type { InboxEntry } from '@hubbub/client';
import { useLocation } from 'wouter';
import { readAll } from '../actions/read-all.ts';
import { useClient } from './app-state.ts';
import { useShortcut } from './shortcuts.ts';
import { isUnread } from './unread.ts';

/** Moving between conversations without the mouse. */
export function useConversationKeys(
  inbox: readonly InboxEntry[],
  current: string | undefined,
): void {
  const client = useClient();
  const [, navigate] = useLocation();
  const go = (step: 1 | -1, isWanted: (entry: InboxEntry) => boolean) => {
    const at = inbox.findIndex((entry) => entry.conversation.id === current);
    const ahead = step === 1 ? inbox.slice(at + 1) : inbox.slice(0, Math.max(0, at)).reverse();
    const next = ahead.find(isWanted);
    if (next) navigate(`/c/${next.conversation.id}`);
  };
  useShortcut('chat.previous', () => go(current ? -1 : 1, () => true));
  useShortcut('chat.next', () => go(1, () => true));
  useShortcut('chat.previousUnread', () => go(-1, isUnread));
  useShortcut('chat.nextUnread', () => go(1, isUnread));
  useShortcut('chat.readAll', () => readAll(client));
}
