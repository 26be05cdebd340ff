import { useEffect, useEffectEvent } from 'react';
import { useAppState } from '../state/app-state.ts';
import type { Looking } from './use-past.ts';

const mostHeld = 1_000;
const kept = 300;

/** A page that stands open for days at a busy conversation's end holds what is near it: the rest comes again by scrolling up. */
export function useNewestOnly({ view, isPast }: Looking, isAtEnd: boolean): void {
  const { client } = useAppState();
  const { conversation, messages } = view;
  const isLong = messages.length > mostHeld;
  const newest = messages.at(-1)?.seq;
  const drop = useEffectEvent(() => {
    if (isLong && isAtEnd && !isPast)
      void import('@hubbub/client/newest').then(({ keepNewest }) =>
        keepNewest(client, conversation.id, kept),
      );
  });
  // Only when somebody has said something: who comes back from far above may go there again.
  useEffect(() => drop(), [newest]);
}
