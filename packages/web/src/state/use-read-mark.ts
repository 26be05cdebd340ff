import type { WhisperView } from '@hubbub/client';
import { useEffect, useSyncExternalStore } from 'react';
import { useClient } from './app-state.ts';
import { hasAttention, onAttention } from './attention.ts';

const settleMs = 200;

/** Marks as read what was in sight of somebody looking: the page visible and focused. */
export function useReadMark(
  view: Pick<WhisperView, 'conversation' | 'readSeq' | 'unread'>,
  seq: number,
): void {
  const client = useClient();
  const isLooking = useSyncExternalStore(onAttention, hasAttention);
  const { id } = view.conversation;
  const isNews = seq > view.readSeq || view.unread > 0;
  useEffect(() => {
    if (!isLooking || !isNews || seq === 0) return undefined;
    const timer = setTimeout(() => client.markRead(id, seq), settleMs);
    return () => clearTimeout(timer);
  }, [client, id, seq, isLooking, isNews]);
}
