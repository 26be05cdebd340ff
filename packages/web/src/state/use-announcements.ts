import { useEffect } from 'react';
import { t } from '../strings.ts';
import { useAppState } from './app-state.ts';
import { nameOf } from './use-client-state.ts';
import { useMe } from './use-session.ts';

const longest = 200;

/** Reads out what others say in the open conversation as it arrives. */
export function useAnnouncements(conversation: string | undefined): void {
  const { client, announcer } = useAppState();
  const me = useMe();
  useEffect(() => {
    const stop = client.on('change', (change) => {
      if (change.conversation !== conversation || change.reset) return;
      const said = change.messages.findLast((message) => message.sender !== me.id);
      if (said?.content.case !== 'text') return;
      const name = nameOf(client.state.user(said.sender));
      announcer.say(t('message.announce', { name, text: said.content.value.slice(0, longest) }));
    });
    return () => {
      stop();
      announcer.say('');
    };
  }, [client, announcer, me, conversation]);
}
