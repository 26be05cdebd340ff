// The member list. A small conversation's state holds all its rows; of a large one the list is paged (docs/sync.md 17).
import type { ConversationView } from '@hubbub/client';
import type { Member } from '@hubbub/protocol';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from './app-state.ts';

interface Pages {
  readonly rows: readonly Member[];
  readonly next: string;
}

export interface Members {
  readonly rows: readonly Member[];
  readonly hasMore: boolean;
  readonly more: () => void;
}

export function useMembers(view: ConversationView): Members {
  const client = useClient();
  const [pages, setPages] = useState<Pages>({ rows: [], next: '' });
  const { id } = view.conversation;
  const isWhole = view.members.length >= (view.conversation.memberCount ?? 0);
  const load = useCallback(
    (after: string) => {
      client.call('conversation.members', { conversation: id, after }).then(
        ({ members, next }) =>
          setPages((old) => ({ rows: after ? [...old.rows, ...members] : members, next })),
        // The rows of the state are shown then.
        () => undefined,
      );
    },
    [client, id],
  );
  useEffect(() => {
    if (!isWhole) load('');
  }, [isWhole, load]);
  if (isWhole) return { rows: view.members, hasMore: false, more: () => undefined };
  const rows = new Map([...pages.rows, ...view.members].map((row) => [row.user, row]));
  const present = [...rows.values()].filter((row) => !row.left);
  return { rows: present, hasMore: pages.next !== '', more: () => load(pages.next) };
}
