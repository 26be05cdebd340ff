import type { Conversation, Message } from '@hubbub/protocol';
import { useEffect, useRef } from 'react';
import { t } from '../strings.ts';
import { useAppState } from './app-state.ts';
import { said as wordsOf } from './said.ts';
import { useNames } from './use-client-state.ts';
import { useMe } from './use-session.ts';

const longest = 200;

/** A whisper is said in its room. */
function placeOf(conversation: Conversation | undefined): string | undefined {
  return conversation?.parent || conversation?.id;
}

/** Reads out what others say in the open conversation as it arrives; an emoji under an old message is nothing new. */
export function useAnnouncements(conversation: string): void {
  const { client, announcer } = useAppState();
  const me = useMe();
  const { name } = useNames();
  const naming = useRef(name);
  useEffect(() => {
    naming.current = name;
  }, [name]);
  useEffect(() => {
    const newest = (id: string) => client.state.conversation(id)?.conversation.seq ?? 0;
    const heard = new Map([[conversation, newest(conversation)]]);
    for (const whisper of client.state.conversation(conversation)?.whispers ?? [])
      heard.set(whisper.conversation.id, newest(whisper.conversation.id));
    const stop = client.on('change', (change) => {
      const view = client.state.conversation(change.conversation);
      if (placeOf(view?.conversation) !== conversation) return;
      for (const message of change.messages) if (message.recalled) announcer.unsay(lineOf(message));
      const before = heard.get(change.conversation) ?? 0;
      const last = change.messages.at(-1)?.seq ?? 0;
      heard.set(change.conversation, Math.max(before, last));
      if (change.reset) return;
      const said = change.messages.findLast(
        ({ sender, seq = 0 }) => sender !== me.id && seq > before,
      );
      if (said?.content.case !== 'text' && said?.content.case !== 'media') return;
      const key = change.conversation === conversation ? 'message.announce' : 'whisper.announce';
      const text = wordsOf(said, naming.current).slice(0, longest);
      announcer.say(t(key, { name: naming.current(said.sender), text }), lineOf(said));
    });
    return () => {
      stop();
      announcer.say('');
    };
  }, [client, announcer, me, conversation]);
}

function lineOf({ conversation, seq = 0 }: Message): string {
  return `${conversation}/${seq}`;
}
