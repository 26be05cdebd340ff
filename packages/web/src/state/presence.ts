// Who of a conversation is here now. It is of the latest class: asked for again after each reconnect (docs/sync.md 13).
import type { PresenceSubscribeResponse } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { useClient } from './app-state.ts';
import { useSession } from './use-session.ts';

export interface Here {
  readonly present: ReadonlySet<string>;
  readonly count: number;
}

const nobody: Here = { present: new Set(), count: 0 };

export function useHere(conversation: string): Here {
  const client = useClient();
  const { status } = useSession();
  const [here, setHere] = useState(nobody);
  useEffect(() => {
    if (status !== 'online') return undefined;
    let over = false;
    const stops = [
      client.on('presence', (event) => {
        if (event.conversation === conversation) setHere((old) => moved(old, event));
      }),
      client.on('count', (event) => {
        if (event.conversation !== conversation) return;
        setHere((old) => ({ ...old, count: event.count ?? 0 }));
      }),
    ];
    // Not knowing who is here is no failure worth telling: the page works without.
    client.call('presence.subscribe', { conversation }).then(
      (answer) => {
        if (!over) setHere(started(answer));
      },
      () => undefined,
    );
    return () => {
      over = true;
      for (const stop of stops) stop();
      // A connection that is gone has taken the subscription with it.
      if (client.status !== 'online') return;
      client.call('presence.unsubscribe', { conversation }).catch(() => undefined);
    };
  }, [client, conversation, status]);
  return here;
}

function started(answer: PresenceSubscribeResponse): Here {
  return { present: new Set(answer.present), count: answer.count ?? answer.present.length };
}

function moved(old: Here, event: { user: string; online: boolean }): Here {
  const present = new Set(old.present);
  if (event.online) present.add(event.user);
  else present.delete(event.user);
  return { ...old, present };
}
