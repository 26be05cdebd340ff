// Whether one may say something in a conversation at this moment, and why not.
import type { ConversationView } from '@hubbub/client';
import { hasRight, Member_Role as Role, type Member } from '@hubbub/protocol';
import { useCallback, useSyncExternalStore } from 'react';
import { toDate } from '../format/time.ts';
import { useMe } from './use-session.ts';

/** Longer ones need no timer: nobody has a page open for that long. */
const longestTimer = 0x7fffffff;

/** A date: muted until then. `role`: who may write is decided, and it is not the user. */
export type Silence = Date | 'role' | undefined;

export function useSilence(view: ConversationView): Silence {
  const own = useOwnMember(view);
  const until = own?.mutedUntil ? toDate(own.mutedUntil) : undefined;
  const isMuted = useIsBefore(until);
  if (isMuted) return until;
  const { kind, rights } = view.conversation;
  return own && !hasRight('post', { kind, role: own.role, rights }) ? 'role' : undefined;
}

/** The user's own row in it. */
export function useOwnMember(view: ConversationView): Member | undefined {
  const me = useMe();
  return view.members.find((member) => member.user === me.id && !member.left);
}

export function useOwnRole(view: ConversationView): Role {
  return useOwnMember(view)?.role ?? Role.MEMBER;
}

/** Draws again at that moment. */
export function useIsBefore(until: Date | undefined): boolean {
  const at = until?.getTime() ?? 0;
  const subscribe = useCallback(
    (changed: () => void) => {
      const restMs = at - Date.now();
      if (restMs <= 0 || restMs > longestTimer) return () => undefined;
      const timer = setTimeout(changed, restMs + 50);
      return () => clearTimeout(timer);
    },
    [at],
  );
  return useSyncExternalStore(subscribe, () => at > Date.now());
}
