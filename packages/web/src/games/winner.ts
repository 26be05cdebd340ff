import type { Game } from '@hubbub/protocol';

/** Who won, where the game's own result names a `winner` by seat. */
export function winnerOf({ result, seats }: Pick<Game, 'result' | 'seats'>): string | undefined {
  const parsed = parse(result);
  if (typeof parsed !== 'object' || parsed === null || !('winner' in parsed)) return undefined;
  return seats.find(({ number }) => (number ?? 0) === parsed.winner)?.user;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
