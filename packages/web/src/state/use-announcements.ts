import type { Conversation } from '@hubbub/protocol';
import { useEffect } from 'react';
import { t } from '../strings.ts';
import { useAppState } from './app-state.ts';
import { nameOf } from './use-client-state.ts';
import { useMe } from './use-session.ts';

const longest = 200;

/** A whisper is said in its room. */
function placeOf(conversation: Conversation | undefined): string | undefined {
  return conversation?.parent || conversation?.id;
}

/** Reads out what others say in the open conversation as it arrives. */
export function useAnnouncements(conversation: string): void {
  const { client, announcer } = useAppState();
  const me = useMe();
  useEffect(() => {
    const stop = client.on('change', (change) => {
      const place = placeOf(client.state.conversation(change.conversation)?.conversation);
      if (place !== conversation || change.reset) return;
      const said = change.messages.findLast((message) => message.sender !== me.id);
      if (said?.content.case !== 'text') return;
      const isWhisper = change.conversation !== conversation;
      const name = nameOf(client.state.user(said.sender));
      const text = said.content.value.slice(0, longest);
      announcer.say(t(isWhisper ? 'whisper.announce' : 'message.announce', { name, text }));
    });
    return () => {
      stop();
      announcer.say('');
    };
  }, [client, announcer, me, conversation]);
}
