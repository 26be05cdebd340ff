// What the stories of games share.
import type { GameEvent } from '@hubbub/protocol';
import type { Person } from '../stories.ts';

export const options = async () => ({ games: 'test/games/planted', gameThreads: 1 });

/** What this person was told of a game. */
export function told({ events }: Person, game: string): readonly GameEvent['event'][] {
  return events.flatMap(({ event }) =>
    event.case === 'game' && event.value.game === game ? [event.value.event] : [],
  );
}

export async function refusal(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => 'nothing',
    (error: { reason?: string }) => error.reason ?? 'no reason',
  );
}
