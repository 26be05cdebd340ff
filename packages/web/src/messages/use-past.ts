import type { ConversationView } from '@hubbub/client';
import { stretchAround, viewOfPast, withNewer, withOlder, type Stretch } from '@hubbub/client/past';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAppState } from '../state/app-state.ts';

/** So many messages back the pages between are loaded as if somebody had scrolled there. */
const near = 100;

export interface Looking {
  /** The end of the conversation, or what is looked at instead. */
  readonly view: ConversationView;
  readonly isPast: boolean;
  /** The end is not in it. */
  readonly isAway: boolean;
  /** Resolves when it is on its way into the view. */
  readonly reach: (seq: number) => Promise<void>;
  readonly older: () => void;
  readonly newer: () => void;
  /** Back to the end. */
  readonly leave: () => void;
}

/** Which part of a conversation is looked at: its end, unless an old message was jumped to. */
export function usePast(live: ConversationView): Looking {
  const { client } = useAppState();
  const { id } = live.conversation;
  const [stretch, setStretch] = useState<Stretch>();
  const past = useMemo(() => stretch && viewOfPast(client, live, stretch), [client, live, stretch]);
  const isAway = past?.isWhole === false;
  const leave = () => setStretch(undefined);
  // Who writes wants to see it.
  const waiting = live.pending.length;
  const before = useRef(waiting);
  useEffect(() => {
    if (waiting > before.current) setStretch(undefined);
    before.current = waiting;
  }, [waiting]);
  const first = () => client.state.conversation(id)?.messages[0]?.seq ?? 0;
  const reach = async (seq: number) => {
    if (stretch && seq >= stretch.from && (!isAway || seq <= stretch.to)) return;
    // It was said before the user came.
    if (client.state.message(id, seq) === null) return;
    if (first() - seq > near) return setStretch(stretchAround(seq));
    leave();
    while (first() > seq && (await client.loadOlder(id)));
  };
  const older = () => {
    if (stretch) setStretch(withOlder(stretch));
    // A failure is tried again with the next scrolling, or after reconnecting.
    else client.loadOlder(id).catch(() => undefined);
  };
  const newer = () => setStretch((now) => now && withNewer(now));
  return { view: past ?? live, isPast: stretch !== undefined, isAway, reach, older, newer, leave };
}
