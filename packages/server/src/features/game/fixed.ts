// Games that a program makes at its start, under ids of its own. They live on without players.
import { OperationError, randomKey, type AppId } from '@hubbub/protocol';
import type { Placement } from '../../ports/placement.ts';
import { openFixedGame } from '../../store/game-store.ts';
import type { Write } from '../../store/statement.ts';
import { cleanOptions } from './options.ts';

export interface FixedGame {
  readonly type: string;
  /** Plain data. */
  readonly options?: object;
}

interface FixedParts {
  readonly storage: { write<A, R>(app: AppId, write: Write<A, R>, args: A): Promise<R> };
  readonly games: Placement;
  readonly node: string;
  readonly leaseMs: number;
  /** No other process uses the database. */
  readonly isAlone: boolean;
  readonly app: AppId;
}

/** Unless another node has it already. */
export async function openFixed(
  { storage, games, node, leaseMs, isAlone, app }: FixedParts,
  { id: name, fixed }: { readonly id: string; readonly fixed: FixedGame },
): Promise<void> {
  const type = games.types.find((one) => one.type === fixed.type);
  if (type === undefined) throw new OperationError('NO_TYPE', `There is no game ${fixed.type}.`);
  const options = cleanOptions(JSON.stringify(fixed.options ?? {}));
  const row = await storage.write(app, openFixedGame, {
    id: randomKey(),
    name,
    type: type.type,
    isPrivate: false,
    isFixed: true,
    minSeats: type.minSeats,
    maxSeats: type.maxSeats,
    options,
    code: null,
    node,
    leaseMs,
    isAlone,
  });
  if (row.node !== node) return;
  const checkpoint = row.checkpoint ?? undefined;
  const game = { type: type.type, options, isFixed: true, seed: randomKey(), checkpoint };
  await games.start({ app, id: name }, game);
}
