// A page that stands open for days: what it holds of a conversation stays near its end. An entry of its own,
// `@hubbub/client/newest`.
import { keepNewest as keep, type Library } from '@hubbub/protocol';
import type { StateKey } from './state.ts';

export interface NewestOwner {
  readonly state: {
    readonly holdings: Library | undefined;
    isHeard(key: StateKey): boolean;
    subscribe(key: StateKey, listener: () => void): () => void;
  };
}

const mostUnseen = 1_000;
const keptUnseen = 50;

/**
 * Lets go of all but the newest messages of a conversation, e.g. while its end is shown; `loadOlder` brings them again. Where
 * something unread could not be counted without the others they stay.
 */
export function keepNewest({ state }: NewestOwner, conversation: string, most: number): void {
  if (state.holdings) keep(state.holdings, conversation, most);
}

/** From now on conversations in which much comes while nobody shows them are kept short. @returns ends it */
export function keepUnseenShort({ state }: NewestOwner): () => void {
  return state.subscribe('inbox', () => {
    for (const { conversation, messages, head } of state.holdings?.replicas.values() ?? []) {
      if (messages.length <= mostUnseen) continue;
      // Whispers are shown with their room.
      const shown = [conversation, head.parent ?? ''];
      if (!shown.some((id) => state.isHeard(`conversation:${id}`)))
        keepNewest({ state }, conversation, keptUnseen);
    }
  });
}
