// What the operations of games need of the process.
import type { AppId } from '@hubbub/protocol';
import type { Placement, Sitter } from '../../ports/placement.ts';
import type { GameKeeper } from './keeper.ts';

export interface GameNeeds {
  readonly games: Placement;
  readonly gameKeeper: GameKeeper;
  /** Whether this device has a socket on this node. */
  readonly isHere: (app: AppId, sitter: Sitter) => boolean;
}
