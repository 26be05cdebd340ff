// What the SDK hears beside messages, as hooks: who is writing, and how far one's own message has got.
import { Conversation_Kind, type Message } from '@hubbub/protocol';
import { useCallback, useSyncExternalStore } from 'react';
import { listOf } from '../format/list.ts';
import { t } from '../strings.ts';
import { useAppState } from './app-state.ts';
import { useNames } from './use-client-state.ts';

export function useTyping(conversation: string): readonly string[] {
  const { live } = useAppState();
  const subscribe = useCallback(
    (changed: () => void) => live.subscribe(`typing:${conversation}`, changed),
    [live, conversation],
  );
  return useSyncExternalStore(subscribe, () => live.typing(conversation));
}

const mostNamed = 2;

/** A line that says who is writing; undefined while nobody is. */
export function useTypingLine(conversation: string): string | undefined {
  const users = useTyping(conversation);
  const { name } = useNames();
  if (users.length === 0) return undefined;
  if (users.length > mostNamed) return t('typing.many', { count: users.length });
  const names = listOf(users.map(name));
  return t(users.length === 1 ? 'typing.one' : 'typing.two', { names });
}

export type Tick = 'sent' | 'delivered' | 'read';

/** Of one's own message in a direct conversation; elsewhere it is known to be sent. */
export function useTick({ conversation, seq = 0 }: Message): Tick {
  const { live, client } = useAppState();
  const subscribe = useCallback(
    (changed: () => void) => live.subscribe(`marks:${conversation}`, changed),
    [live, conversation],
  );
  const kind = client.state.conversation(conversation)?.conversation.kind;
  return useSyncExternalStore(subscribe, () => {
    if (kind !== Conversation_Kind.DIRECT) return 'sent';
    const [reached] = live.marks(conversation).values();
    if (reached === undefined || reached.delivered < seq) return 'sent';
    return reached.read < seq ? 'delivered' : 'read';
  });
}
