import type { WhisperView } from '@hubbub/client';
import { useEffect, useSyncExternalStore } from 'react';
import { useClient } from './app-state.ts';

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

function hasAttention(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

function onAttention(changed: () => void): () => void {
  addEventListener('focus', changed);
  addEventListener('blur', changed);
  document.addEventListener('visibilitychange', changed);
  return () => {
    removeEventListener('focus', changed);
    removeEventListener('blur', changed);
    document.removeEventListener('visibilitychange', changed);
  };
}
