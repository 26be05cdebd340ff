import { useEffect, useState } from 'react';
import { useClient } from './app-state.ts';
import { useSession } from './use-session.ts';

/** Asks the SDK for what opening a conversation needs: its newest page and what is read anew (docs/sync.md 13). */
export function useOpened(conversation: string): 'opening' | 'open' | 'failed' {
  const client = useClient();
  const { status } = useSession();
  const [opened, setOpened] = useState<'opening' | 'open' | 'failed'>('opening');
  useEffect(() => {
    if (status !== 'online') return undefined;
    let over = false;
    client.open(conversation).then(
      () => {
        if (!over) setOpened('open');
      },
      // Unknown, or no member: the screen says so, and shows it should it come to be known.
      () => {
        if (!over) setOpened('failed');
      },
    );
    return () => {
      over = true;
    };
  }, [client, conversation, status]);
  return opened;
}
