import type { InboxEntry } from '@hubbub/client';
import { useEffect } from 'react';
import { useLocation } from 'wouter';

/** Alt+Up and Alt+Down open the conversation before or after this one. */
export function useConversationKeys(
  inbox: readonly InboxEntry[],
  current: string | undefined,
): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step === 0) return;
      const at = inbox.findIndex((entry) => entry.conversation.id === current);
      const next = inbox[at < 0 ? 0 : at + step];
      event.preventDefault();
      if (next) navigate(`/c/${next.conversation.id}`);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [inbox, current, navigate]);
}
