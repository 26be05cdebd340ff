// Whether one may say something in a conversation at this moment, and why not.
import type { ConversationView } from '@hubbub/client';
import { hasRight, Member_Role as Role, type Member } from '@hubbub/protocol';
import { toDate } from '../format/time.ts';
import { useIsBefore } from './use-is-before.ts';
import { useMe } from './use-session.ts';

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
