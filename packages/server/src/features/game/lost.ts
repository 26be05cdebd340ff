// Games whose process is lost: each says from time to time that it lives (the lease of its rows), and whoever finds a lease
// that has run out takes the game over. It goes on from its checkpoint, or is over.
import { Game_End, randomKey, userId, type AppId, type UserId } from '@hubbub/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { GameEnd, GameRef, Placement } from '../../ports/placement.ts';
import { seatsOf } from '../../store/game-row.ts';
import {
  endGame,
  readLostGames,
  readOwnedGames,
  renewLeases,
  takeGameOver,
  type LostGame,
  type TakeOver,
} from '../../store/game-run-store.ts';
import type { Store } from '../../store/store.ts';

interface LostParts {
  readonly store: Store;
  readonly games: LocalGames;
  readonly node: string;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
  /** Only this process uses the database: every game of another one is lost. */
  readonly isShared: boolean;
  readonly leaseMs: number;
  /** Tells players, on whatever node, that their game is over or (without an end) goes on here. */
  readonly tell: (
    app: AppId,
    users: readonly UserId[],
    told: { readonly game: string; readonly end: GameEnd | undefined },
  ) => void;
}

/** Those of this process. */
interface LocalGames extends Pick<Placement, 'types' | 'start'> {
  olderThan(ms: number): Iterable<GameRef>;
  drop(ref: GameRef): void;
  renew(write: () => Promise<void>, drop: () => Promise<void>): Promise<void>;
}

const whenever = Number.MAX_SAFE_INTEGER;

export class LostGames {
  readonly #parts: LostParts;
  #stopClock: () => void = () => undefined;
  readonly #running = new Set<string>();
  /** Neither begun nor ended since they were taken over, or may have been: their leases are renewed, so nobody else looks. */
  readonly #taken = new Map<string, LostGame>();

  constructor(parts: LostParts) {
    this.#parts = parts;
  }

  async begin(): Promise<void> {
    const { clock, leaseMs, isShared } = this.#parts;
    // Apart from each other: a game that is taken over begins when the lease is held, and must not keep it from being renewed.
    this.#stopClock = clock.every(leaseMs / 3, () => {
      this.#once('renew', () => this.#renew());
      this.#once('look', () => this.#look(0));
    });
    this.#running.add('look');
    try {
      await this.#look(isShared ? 0 : whenever - clock.now());
    } finally {
      this.#running.delete('look');
    }
  }

  stop(): void {
    this.#stopClock();
  }

  /** Not while the same still goes on. */
  #once(name: string, task: () => Promise<void>): void {
    if (this.#running.has(name)) return;
    this.#running.add(name);
    task()
      .catch((cause: unknown) => this.#parts.report('could not look after games', cause))
      .finally(() => this.#running.delete(name));
  }

  async #renew(): Promise<void> {
    const { store, games, node, clock, leaseMs } = this.#parts;
    await games.renew(
      () => store.systemWrite(renewLeases, { node, until: clock.now() + leaseMs }),
      async () => {
        if (this.#parts.isShared) await this.#dropTaken();
      },
    );
  }

  /** What another process has taken over while this one slept. */
  async #dropTaken(): Promise<void> {
    const { store, games, node, leaseMs } = this.#parts;
    const here = [...games.olderThan(leaseMs)];
    if (here.length === 0) return;
    const owned = await store.systemRead(readOwnedGames, { node });
    const mine = new Set(owned.map(({ app, name }) => `${app}/${name}`));
    for (const ref of here) if (!mine.has(`${ref.app}/${ref.id}`)) games.drop(ref);
  }

  /** @param aheadMs leases that run out by then count as run out */
  async #look(aheadMs: number): Promise<void> {
    const { store, node, clock } = this.#parts;
    const now = clock.now() + aheadMs;
    for (const taken of this.#taken.values()) await this.#tryOver(taken, whenever);
    for (const lost of await store.systemRead(readLostGames, { now, node }))
      await this.#tryOver(lost, now);
  }

  async #tryOver(lost: LostGame, now: number): Promise<void> {
    await this.#takeOver(lost, now).catch((cause: unknown) =>
      this.#parts.report(`the game ${lost.name} could not be taken over`, cause),
    );
  }

  async #takeOver(lost: LostGame, now: number): Promise<void> {
    const { node } = this.#parts;
    const { name, app_name: app } = lost;
    const key = `${app}/${name}`;
    this.#taken.set(key, { ...lost, node });
    if (await this.#take(lost, now)) await this.#goOn(lost);
    this.#taken.delete(key);
  }

  async #goOn(lost: LostGame): Promise<void> {
    const { store, node, games } = this.#parts;
    const { name, app_name: app } = lost;
    const canGoOn = lost.checkpoint !== null && games.types.some(({ type }) => type === lost.type);
    const users = seatsOf(lost).map(({ user }) => userId(user));
    const tell = (end: GameEnd | undefined) => this.#parts.tell(app, users, { game: name, end });
    if (canGoOn && (await this.#resume(app, lost))) return tell(undefined);
    await store.write(app, endGame, {
      name,
      node,
      end: Game_End.STOPPED,
      result: '',
      outboxId: randomKey(),
      chatMs: 0,
    });
    tell('STOPPED');
  }

  /**
   * Whoever fell asleep may have the row in hand: then the write waits for it, and the lease that it writes is over before it is
   * written. Another one could take the game at once, and both would run it: so it is taken once more, from ourselves.
   *
   * @returns whether it is ours, for some time from now on
   */
  async #take({ name, app_name: app, node: before }: LostGame, at: number): Promise<boolean> {
    const { store, node, leaseMs, clock } = this.#parts;
    const take = async (from: Pick<TakeOver, 'before' | 'at'>) => {
      const until = clock.now() + leaseMs;
      const isTaken = await store.write(app, takeGameOver, { name, node, until, ...from });
      return { isTaken, isFresh: clock.now() < until - leaseMs / 2 };
    };
    let taken = await take({ before, at });
    while (taken.isTaken && !taken.isFresh) taken = await take({ before: node, at: whenever });
    return taken.isTaken;
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
