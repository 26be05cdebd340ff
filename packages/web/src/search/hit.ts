import { Conversation_Kind, type Message } from '@hubbub/protocol';
import { useClient } from '../state/app-state.ts';
import { useFace, useWhisperNames } from '../state/conversation-title.ts';

/** What the ranges of a hit are about: its text, or the question of its poll. */
export function textIn(message: Message): string {
  const { content } = message;
  if (content.case === 'card' && content.value.kind.case === 'poll')
    return content.value.kind.value.question;
  if (content.case === 'media') {
    const { text, items } = content.value;
    return text || (items[0]?.media?.name ?? '');
  }
  return content.case === 'text' ? content.value : '';
}

/** How a conversation is called among results; a whisper by its room and whom it is with. */
export function useTitle(conversation: string): string {
  const { state } = useClient();
  const face = useFace();
  const names = useWhisperNames();
  const head = state.conversation(conversation)?.conversation;
  if (!head) return '';
  if (head.kind !== Conversation_Kind.WHISPER) return face(head).title;
  const room = state.conversation(head.parent)?.conversation;
  return [room && face(room).title, names(head)].filter(Boolean).join(' · ');
}

/** Where a message is read: a whisper in its room. */
export function usePath({ conversation, seq }: Message): string {
  const { state } = useClient();
  const head = state.conversation(conversation)?.conversation;
  return head?.kind === Conversation_Kind.WHISPER
    ? `/c/${head.parent}`
    : `/c/${conversation}?at=${seq}`;
}
