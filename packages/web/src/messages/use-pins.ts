import { Notice_Kind, type Change, type Message } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { useClient } from '../state/app-state.ts';

const settleMs = 150;

/** The pinned messages, newest pin first; asked for again when something about them changes. */
export function usePins(conversation: string): readonly Message[] {
  const client = useClient();
  const [pins, setPins] = useState<readonly Message[]>([]);
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let held = new Set<number>();
    const load = () => {
      client.call('message.pins', { conversation }).then(
        ({ messages }) => {
          if (over) return;
          held = new Set(messages.map(({ seq = 0 }) => seq));
          setPins(messages);
        },
        // Out of reach: the next change or connection asks again.
        () => undefined,
      );
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(load, settleMs);
    };
    const concerns = (change: Change) =>
      change.reset ||
      change.notices.some(({ kind }) => kind === Notice_Kind.PINNED) ||
      change.messages.some(({ pinned, seq = 0 }) => pinned || held.has(seq));
    const stops = [
      client.on('change', (change) => {
        if (change.conversation === conversation && (change.bare || concerns(change))) soon();
      }),
      client.on('status', (status) => {
        if (status === 'online') soon();
      }),
    ];
    load();
    return () => {
      over = true;
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [client, conversation]);
  return pins;
}
