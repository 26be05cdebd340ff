import type { MessageWindows } from '@hubbub/client';
import { Member_Role, type Conversation } from '@hubbub/protocol';
import type { Place } from './acts.ts';

interface Looking {
  readonly me: string;
  readonly windows: MessageWindows;
}

/** Where messages of a conversation stand for whoever looks now. */
export function placeIn({ kind, own, rights }: Conversation, { me, windows }: Looking): Place {
  return { kind, rights, me, windows, role: own?.role || Member_Role.MEMBER, now: Date.now() };
}
