import { Contact_Request, type Contact } from '@hubbub/protocol';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { News } from '../components/dot.tsx';
import { useAppState } from './app-state.ts';

export function useContacts(): ReadonlyMap<string, Contact> {
  return useStore(useAppState().contacts.store);
}

/** Undefined for somebody to whom the user stands in no way. */
export function useContact(user: string): Contact | undefined {
  return useContacts().get(user);
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
    const all = [...contacts.values()];
    const open = all.filter(({ blocked, friend }) => !blocked && !friend);
    const friends = all.filter(({ blocked, friend }) => friend && !blocked);
    return {
      friends,
      received: open.filter(({ request }) => request === Contact_Request.RECEIVED),
      sent: open.filter(({ request }) => request === Contact_Request.SENT),
      blocked: all.filter(({ blocked }) => blocked),
      tags: [...new Set(friends.flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b)),
    };
  }, [contacts]);
}

/** How many wait for an answer. */
export function useContactNews(): News {
  return { count: useRelations().received.length, label: 'tab.contactsNews' };
}
