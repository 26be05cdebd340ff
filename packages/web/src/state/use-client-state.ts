// The SDK's state as hooks: a component draws again when the part it reads has changed. Its snapshots are made for that.
import type { ConversationView, InboxEntry } from '@hubbub/client';
import { isMuted, type User } from '@hubbub/protocol';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { toDate } from '../format/time.ts';
import { t } from '../strings.ts';
import { useAppState, useClient } from './app-state.ts';
import { perFrame } from './per-frame.ts';
import { useContacts } from './use-contacts.ts';
import { useIsBefore } from './use-is-before.ts';
import { useMe } from './use-session.ts';

export function useInbox(): readonly InboxEntry[] {
  const { state } = useClient();
  const subscribe = useCallback(
    (changed: () => void) => state.subscribe('inbox', perFrame(changed)),
    [state],
  );
  return useSyncExternalStore(subscribe, () => state.inbox());
}

/** What the list of chats shows, pinned ones first: the chat of a game is beside the game. */
export function useChats(): readonly InboxEntry[] {
  const inbox = useInbox();
  useIsBefore(nextMuteEnd(inbox));
  return useMemo(
    () =>
      inbox
        .filter(({ conversation }) => conversation.parent === '')
        .sort((a, b) => pinned(b) - pinned(a)),
    [inbox],
  );
}

/** Lists and counts are other ones then, though nothing has changed. */
function nextMuteEnd(inbox: readonly InboxEntry[]): Date | undefined {
  const ends = inbox
    .filter(({ configuration }) => isMuted(configuration, Date.now()))
    .flatMap(({ configuration }) => configuration?.mutedUntil ?? [])
    .map((end) => toDate(end).getTime());
  return ends.length === 0 ? undefined : new Date(Math.min(...ends));
}

function pinned({ configuration }: InboxEntry): number {
  return configuration?.pinned ?? 0;
}

export function useConversation(id: string): ConversationView | undefined {
  const { state } = useClient();
  const subscribe = useCallback(
    (changed: () => void) => state.subscribe(`conversation:${id}`, perFrame(changed)),
    [state, id],
  );
  return useSyncExternalStore(subscribe, () => state.conversation(id));
}

export interface Names {
  readonly user: (id: string) => User | undefined;
  /** Always something to show: what the user calls them, else how they call themselves. */
  readonly name: (id: string) => string;
}

export function useNames(): Names {
  const { client, usersVersion } = useAppState();
  const contacts = useContacts();
  const version = useStore(usersVersion);
  const me = useMe();
  return useMemo(() => {
    const user = (id: string) => (id === me.id ? me : client.state.user(id));
    const named = contacts.filter(({ alias }) => alias !== '');
    const aliases = new Map(named.map((contact) => [contact.user, contact.alias]));
    return { user, name: (id) => aliases.get(id) ?? nameOf(user(id)) };
    // A new version is other names behind the same functions.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, me, contacts, version]);
}

export function nameOf(user: User | undefined): string {
  if (!user) return t('user.unknown');
  if (user.deleted) return t('user.deleted');
  return user.displayName || user.username;
}
