// Puts games together for server.ts: the threads they run in, the keeper of what they report, those that are made at the
// start, and those that another process left behind.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { AppId } from '@hubbub/protocol';
import type { Config } from '../config/table.ts';
import { GameKeeper } from '../features/game/keeper.ts';
import type { GameNeeds } from '../features/game/needs.ts';
import { openFixed, type FixedGame } from '../features/game/fixed.ts';
import { LostGames } from '../features/game/lost.ts';
import { ClusterPlacement } from '../games/cluster-placement.ts';
import { endedFrame, leftFrame, movedFrame } from '../games/frame.ts';
import { isGameClass, type GameClass } from '../games/game.ts';
import { HostedGames } from '../games/hosted.ts';
import { gameTypes } from '../games/load.ts';
import { Relay } from '../games/relay.ts';
import { startHere, startWorker } from '../games/thread.ts';
import type { Bus, GameCallEmission } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Placement, Sitter } from '../ports/placement.ts';
import { StartupError } from '../store/failures.ts';
import { isOver } from '../store/game-row.ts';
import { findGame } from '../store/game-store.ts';
import type { Store } from '../store/store.ts';

/** A class, which runs in this thread, or the file of one (as a file: URL), which runs in threads of games. */
export type GameSource = GameClass | URL;

/** What a program brings itself. */
export interface OwnGames {
  /** By type. */
  readonly games?: Readonly<Record<string, GameSource>>;
  /** Games that are there from the start, under ids of one's own. */
  readonly fixedGames?: Readonly<Record<string, FixedGame>>;
}

interface PlayingParts {
  readonly config: Config;
  readonly own: OwnGames;
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
  /** Other processes use the database too. */
  readonly isShared: boolean;
  readonly app: AppId;
  /** Has this device another socket here? */
  readonly isHere: (app: AppId, sitter: Sitter) => boolean;
}

export interface Playing {
  readonly needs: GameNeeds;
  /** Loads the games and makes those that are fixed. Throws StartupError. */
  open(): Promise<void>;
  /** Another node says something of games. */
  hear(call: GameCallEmission): void;
  /** A socket has closed. */
  left(session: ClosedSession): void;
  close(): Promise<void>;
}

interface ClosedSession {
  readonly app: AppId;
  readonly caller: Sitter | undefined;
}

export function createPlaying(parts: PlayingParts): Playing {
  const { config, own, store, bus, clock, report, isShared } = parts;
  const node = crypto.randomUUID();
  const leaseMs = config.gameLeaseMs;
  const keeper: GameKeeper = new GameKeeper({
    storage: store,
    publish: (emission) => bus.publish(emission),
    games: () => games,
    report,
    node,
    chatMs: config.gameChatMs,
    leaseMs,
    leftFrame,
  });
  const hosted = new HostedGames({
    clock,
    report,
    listener: keeper,
    stuckMs: config.gameStuckMs,
    leaseMs: isShared ? leaseMs : 0,
    places: placesOf(config, own, isShared ? leaseMs : 0),
  });
  const cluster = isShared
    ? new ClusterPlacement({
        node,
        hosted,
        clock,
        say: (to, body) => bus.publish({ type: 'gameCall', from: node, to, body }),
        locate: async ({ app, id }) => {
          const row = await store.read(app, findGame, { name: id });
          return row === undefined || isOver(row) ? undefined : row.node;
        },
      })
    : undefined;
  const games: Placement = cluster ?? hosted;
  const lost = new LostGames({
    store,
    games: hosted,
    node,
    clock,
    report,
    isShared,
    leaseMs,
    tell: (app, users, told) => {
      const frame =
        told.end === undefined ? movedFrame(told.game) : endedFrame(told.game, told.end);
      const to = users.map((user) => ({ user }));
      bus.publish({
        type: 'game',
        app,
        game: told.game,
        to,
        frame,
        isToAll: false,
        isLocal: false,
      });
    },
  });
  return {
    needs: { games, gameKeeper: keeper, isHere: parts.isHere },
    async open() {
      await hosted.open();
      for (const [id, fixed] of Object.entries(own.fixedGames ?? {})) {
        if (!/^[\w-]{1,64}$/.test(id)) throw new StartupError(`"${id}" is no id for a game.`);
        await openFixed(
          { storage: store, games, node, leaseMs, isAlone: !isShared, app: parts.app },
          { id, fixed },
        );
      }
      await lost.begin();
    },
    hear({ from, to, body }) {
      if (from !== node && (to === '' || to === node)) cluster?.hear(from, body);
    },
    left({ app, caller }) {
      if (caller !== undefined && !parts.isHere(app, caller)) games.away(app, caller);
    },
    async close() {
      lost.stop();
      await games.close();
      await keeper.allSettled();
    },
  };
}

function placesOf(
  { games: folder, gameThreads }: Config,
  { games: given = {} }: OwnGames,
  leaseMs: number,
): ConstructorParameters<typeof HostedGames>[0]['places'] {
  const classes: [string, GameClass][] = [];
  const files: Record<string, string> = {};
  for (const [type, source] of Object.entries(given))
    if (isGameClass(source)) classes.push([type, source]);
    else if (source instanceof URL) files[type] = source.href;
    else throw new StartupError(`games.${type} is neither a class that extends Game nor a URL.`);
  const hasFiles = folder !== '' || Object.keys(files).length > 0;
  const threads = gameThreads || Math.max(1, availableParallelism() - 1);
  const source = { folder: folder === '' ? '' : resolve(folder), files, leaseMs };
  return [
    ...Array.from({ length: hasFiles ? threads : 0 }, () => startWorker.bind(undefined, source)),
    // Relays have no code that could harm this thread.
    ...(hasFiles && classes.length === 0
      ? []
      : [
          startHere.bind(undefined, {
            types: gameTypes([...(hasFiles ? [] : ([['relay', Relay]] as const)), ...classes]),
            leaseMs,
          }),
        ]),
  ];
}
