import { Conversation_Kind, type Conversation } from '@hubbub/protocol';
import { t } from '../strings.ts';
import { useMe } from './use-session.ts';
import { listOf } from '../format/list.ts';
import { useNames } from './use-client-state.ts';

/** The other one of a direct conversation. */
export function otherOf(conversation: Conversation, me: string): string | undefined {
  if (conversation.kind !== Conversation_Kind.DIRECT) return undefined;
  return conversation.users.find((id) => id !== me);
}

/** There is a list of members to look at. */
export function hasMembers({ kind }: Conversation): boolean {
  return kind === Conversation_Kind.ROOM || kind === Conversation_Kind.GROUP;
}

/** Whom a whisper is with, the user left out. */
export function useWhisperNames(): (whisper: Conversation) => string {
  const me = useMe();
  const { name } = useNames();
  return ({ users }) => listOf(users.filter((id) => id !== me.id).map(name));
}

export interface Face {
  /** What colour and picture derive from. */
  readonly id: string;
  readonly title: string;
}

/** How a conversation is shown: a direct one as the other person. */
export function useFace(): (conversation: Conversation) => Face {
  const me = useMe();
  const { name } = useNames();
  return (conversation) => {
    const other = otherOf(conversation, me.id);
    if (other) return { id: other, title: name(other) };
    if (conversation.kind === Conversation_Kind.SELF) {
      return { id: me.id, title: t('conversation.self') };
    }
    return { id: conversation.id, title: conversation.title };
  };
}
