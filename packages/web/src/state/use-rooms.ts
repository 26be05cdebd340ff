// The room finder: the newest search wins, further pages are appended.
import type { Conversation } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { findRooms } from '../actions/rooms.ts';
import { useClient } from './app-state.ts';
import { useSession } from './use-session.ts';

interface Found {
  readonly rooms: readonly Conversation[];
  readonly next: string;
  readonly isLoading: boolean;
  readonly problem: string;
}

const nothing: Found = { rooms: [], next: '', isLoading: true, problem: '' };
const typingPauseMs = 150;

export function useRooms() {
  const client = useClient();
  const { status } = useSession();
  const [query, setQuery] = useState('');
  const [after, setAfter] = useState('');
  const [found, setFound] = useState(nothing);
  const looks = useLooks();

  useEffect(() => {
    if (status !== 'online') return undefined;
    let over = false;
    const ask = async () => {
      const page = await findRooms(client, { query: query.trim(), after });
      if (over) return;
      setFound((old) => ({
        ...nothing,
        isLoading: false,
        rooms: after ? appended(old.rooms, page.conversations) : page.conversations,
        next: page.next,
      }));
    };
    const timer = setTimeout(
      () => {
        ask().catch((error: unknown) => {
          if (!over) setFound((old) => ({ ...old, isLoading: false, problem: failureText(error) }));
        });
      },
      query ? typingPauseMs : 0,
    );
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, status, query, after, looks]);

  return {
    query,
    found: found.rooms,
    isLoading: found.isLoading,
    problem: found.problem,
    hasMore: found.next !== '',
    search(text: string) {
      setQuery(text);
      setAfter('');
    },
    more: () => setAfter(found.next),
  };
}

/** Counts how often somebody came back to this page: rooms come and go meanwhile. */
function useLooks(): number {
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') setLooks((count) => count + 1);
    };
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return looks;
}

// A page may come twice when the connection dropped in between.
function appended(
  old: readonly Conversation[],
  page: readonly Conversation[],
): readonly Conversation[] {
  return [...new Map([...old, ...page].map((room) => [room.id, room])).values()];
}
