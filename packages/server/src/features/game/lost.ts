// Games whose process is lost: each says from time to time that it lives (the lease of its rows), and whoever finds a lease
// that has run out takes the game over. It goes on from its checkpoint, or is over.
import { Game_End, randomKey, type AppId } from '@hubbub/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { Placement } from '../../ports/placement.ts';
import {
  endGame,
  readLostGames,
  renewLeases,
  takeGameOver,
  type LostGame,
} from '../../store/game-run-store.ts';
import type { Store } from '../../store/store.ts';

interface LostParts {
  readonly store: Store;
  readonly games: Placement;
  readonly node: string;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
  /** Only this process uses the database: every game of another one is lost. */
  readonly isShared: boolean;
  readonly leaseMs: number;
}

export class LostGames {
  readonly #parts: LostParts;
  #stopClock: () => void = () => undefined;
  #isLooking = false;

  constructor(parts: LostParts) {
    this.#parts = parts;
  }

  async begin(): Promise<void> {
    const { clock, leaseMs, isShared } = this.#parts;
    await this.#look(isShared ? 0 : Number.MAX_SAFE_INTEGER - clock.now());
    this.#stopClock = clock.every(leaseMs / 3, () => {
      if (this.#isLooking) return;
      this.#isLooking = true;
      this.#renew()
        .catch((cause: unknown) => this.#parts.report('could not look after games', cause))
        .finally(() => (this.#isLooking = false));
    });
  }

  stop(): void {
    this.#stopClock();
  }

  async #renew(): Promise<void> {
    const { store, node, clock, leaseMs } = this.#parts;
    await store.systemWrite(renewLeases, { node, until: clock.now() + leaseMs });
    await this.#look(0);
  }

  /** @param aheadMs leases that run out by then count as run out */
  async #look(aheadMs: number): Promise<void> {
    const { store, node, clock } = this.#parts;
    const now = clock.now() + aheadMs;
    for (const lost of await store.systemRead(readLostGames, { now, node }))
      await this.#takeOver(lost, now).catch((cause: unknown) =>
        this.#parts.report(`the game ${lost.name} could not be taken over`, cause),
      );
  }

  async #takeOver(lost: LostGame, now: number): Promise<void> {
    const { store, node, leaseMs, clock, games } = this.#parts;
    const { name, app_name: app, node: before } = lost;
    const until = clock.now() + leaseMs;
    if (!(await store.write(app, takeGameOver, { name, node, before, until, at: now }))) return;
    const canGoOn = lost.checkpoint !== null && games.types.some(({ type }) => type === lost.type);
    if (canGoOn && (await this.#resume(app, lost))) return;
    await store.write(app, endGame, {
      name,
      node,
      end: Game_End.STOPPED,
      result: '',
      outboxId: randomKey(),
      chatMs: 0,
    });
  }

  async #resume(app: AppId, lost: LostGame): Promise<boolean> {
    const { games, report } = this.#parts;
    const { name: id, type, options, fixed, checkpoint } = lost;
    try {
      const game = { type, options, isFixed: fixed === 1, seed: randomKey() };
      await games.start({ app, id }, { ...game, checkpoint: checkpoint ?? undefined });
      return true;
    } catch (cause) {
      report(`the game ${id} could not go on from its checkpoint`, cause);
      return false;
    }
  }
}
