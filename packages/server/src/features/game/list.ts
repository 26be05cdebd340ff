import { formatId, GameService, OperationError, parseId } from '@hubbub/protocol';
import { toGame, type GameRow } from '../../store/game-row.ts';
import { listGames } from '../../store/game-list-store.ts';
import type { UserOperation } from '../operation.ts';

export const list: UserOperation<typeof GameService.method.list> = {
  method: GameService.method.list,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { type, seated, after } = call.args;
    const limit = call.args.limit || 50;
    const { user } = call.caller;
    const question = { user, type, seated, ...placeOf(after), limit: limit + 1 };
    const rows = await call.read(listGames, question);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const next = last === undefined ? '' : nameOf(last);
    return { result: { games: page.map((row) => toGame(row, user)), next } };
  },
};

/** When the last one of a page was made, and its key: those after it were made before. */
function nameOf({ created_at: at, id }: GameRow): string {
  return `${at}.${formatId('gam', id)}`;
}

function placeOf(after: string): { before: number; beforeId: number } {
  if (after === '') return { before: Number.MAX_SAFE_INTEGER, beforeId: 0 };
  const [at = '', id = ''] = after.split('.');
  const beforeId = parseId('gam', id);
  if (beforeId === undefined || !/^\d{1,15}$/.test(at))
    throw new OperationError('FIELD', 'after is no page of this list');
  return { before: Number(at), beforeId };
}
