import { Contact_Request, type Contact } from '@hubbub/protocol';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { News } from '../components/dot.tsx';
import { compareNames } from '../format/list.ts';
import { useClient } from './app-state.ts';

export function useContacts(): readonly Contact[] {
  const { state } = useClient();
  const subscribe = useCallback(
    (changed: () => void) => state.subscribe('contacts', changed),
    [state],
  );
  return useSyncExternalStore(subscribe, () => state.contacts());
}

/** Undefined for somebody to whom the user stands in no way. */
export function useContact(user: string): Contact | undefined {
  return useContacts().find((contact) => contact.user === user);
}

export interface Relations {
  readonly friends: readonly Contact[];
  readonly received: readonly Contact[];
  readonly sent: readonly Contact[];
  readonly blocked: readonly Contact[];
  /** All tags in use, in order. */
  readonly tags: readonly string[];
}

export function useRelations(): Relations {
  const contacts = useContacts();
  return useMemo(() => {
    const open = contacts.filter(({ blocked, friend }) => !blocked && !friend);
    const friends = contacts.filter(({ blocked, friend }) => friend && !blocked);
    return {
      friends,
      received: open.filter(({ request }) => request === Contact_Request.RECEIVED),
      sent: open.filter(({ request }) => request === Contact_Request.SENT),
      blocked: contacts.filter(({ blocked }) => blocked),
      tags: [...new Set(friends.flatMap(({ tags }) => tags))].sort(compareNames),
    };
  }, [contacts]);
}

/** How many wait for an answer. */
export function useContactNews(): News {
  return { count: useRelations().received.length, label: 'tab.contactsNews' };
}
