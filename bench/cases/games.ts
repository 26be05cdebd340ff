// Rooms of eight players at 20 ticks a second, of whose state (40 things of four numbers) a twentieth changes each tick. The
// load says nothing; what is measured is running the rooms and telling their players.
import { clientFrame, opcode } from '../generator/frames.ts';
import { openSocket, type RawSocket } from '../generator/socket.ts';
import { cpuSeconds } from '../server-process.ts';
import { percentile } from '../statistics.ts';
import {
  gamesSystems,
  type Entity,
  type GamePlayer,
  type GamesRunning,
  type GamesSystem,
} from '../systems/games.ts';
import type { Figure, Options, OwnCase } from './case.ts';

const playersPerRoom = 8;
const tickMs = 50;
const ticksPerSecond = 1000 / tickMs;
/** So many of the updates at least come one by one. */
const leastApart = 0.85;
const roomCounts = [50, 200];

export const games: OwnCase<GamesSystem> = {
  name: 'games',
  title:
    `rooms of ${playersPerRoom} players at 20 ticks/s, 5 % of the state changing; rooms per core is rooms divided by the ` +
    'share of a core that they took, jitter is how far updates are from being 50 ms apart',
  systems: gamesSystems,
  yardstick: 'colyseus',
  async run(system, options) {
    const figures: Figure[] = [];
    for (const rooms of roomCounts) figures.push(await measured(system, rooms, options));
    return figures;
  },
};

async function measured(system: GamesSystem, rooms: number, { seconds }: Options): Promise<Figure> {
  const running = await system.startGames(rooms * playersPerRoom);
  try {
    const crowd = await seatAll(running, rooms);
    await Bun.sleep(3000);
    const own = process.cpuUsage();
    const before = cpuSeconds(running.server.pid);
    const from = performance.now();
    for (const one of crowd) one.begin();
    await Bun.sleep(Math.max(3, seconds) * 1000);
    const took = (performance.now() - from) / 1000;
    const cpu = cpuSeconds(running.server.pid) - before;
    const { user, system: kernel } = process.cpuUsage(own);
    const faults = crowd.flatMap((one) => one.end(took));
    if (faults.length > 0) throw new Error(`${system.name}: ${faults.slice(0, 5).join('; ')}`);
    const ticks = crowd.reduce((sum, one) => sum + one.ticks, 0);
    const updates = crowd.reduce((sum, one) => sum + one.updates, 0);
    const bytes = crowd.reduce((sum, one) => sum + one.bytes, 0);
    return {
      case: `${rooms} rooms`,
      // Of full rate: one whose clock goes slow does less.
      roomsPerCore: ticks / (took * ticksPerSecond) / (cpu / took),
      perSecond: updates / took,
      bytesPerPlayer: bytes / took / crowd.length,
      bytesEach: bytes / updates,
      tickJitterP99Ms: percentile(
        crowd.flatMap((one) => one.jitter),
        0.99,
      ),
      generatorBound: (user + kernel) / 1e6 / took > 0.95 && cpu / took < 0.95,
    };
  } finally {
    await running.stop();
  }
}

async function seatAll(running: GamesRunning, rooms: number): Promise<readonly Watcher[]> {
  const crowd: Watcher[] = [];
  for (let seat = 0; seat < playersPerRoom; seat += 1)
    for (let room = 0; room < rooms; room += 25) {
      const some = Array.from({ length: Math.min(25, rooms - room) }, (_, i) => room + i);
      crowd.push(...(await Promise.all(some.map((one) => sit(running, one, seat)))));
    }
  return crowd;
}

async function sit(running: GamesRunning, room: number, seat: number): Promise<Watcher> {
  const player = await running.player(room, seat);
  const seated = Promise.withResolvers<void>();
  // One of each room looks at all that it is told.
  const watcher = new Watcher(`player ${seat} of room ${room}`, seat === 0 ? player : undefined);
  const opened = Promise.withResolvers<RawSocket>();
  const say = async (message: Uint8Array) => {
    (await opened.promise).write(clientFrame(message, opcode.binary));
  };
  const socket = await openSocket({
    port: running.server.port,
    path: player.path,
    ...(player.protocol !== undefined && { protocol: player.protocol }),
    onFrame: (bytes, start, end) => {
      if (player.isSeated()) return watcher.take(bytes.subarray(start, end));
      const answer = player.answer(bytes.subarray(start, end));
      // It may come with the upgrade, before the socket is known.
      if (answer !== undefined) void say(answer);
      if (player.isSeated()) seated.resolve();
    },
    onEnd: (why) => {
      watcher.faults.push(`${watcher.name} lost its connection: ${why}`);
      seated.reject(new Error(why));
    },
  });
  opened.resolve(socket);
  if (player.greeting !== undefined) void say(player.greeting);
  await seated.promise;
  return watcher;
}

class Watcher {
  readonly faults: string[] = [];
  readonly jitter: number[] = [];
  updates = 0;
  bytes = 0;
  #isMeasured = false;
  #lastAt = 0;
  #newest = 0;
  #first = 0;

  constructor(
    readonly name: string,
    private readonly player: GamePlayer | undefined,
  ) {}

  /** Seen by the one that looks; the others get the same. */
  get ticks(): number {
    return this.#newest - this.#first;
  }

  begin(): void {
    this.#isMeasured = true;
    this.#first = this.#newest;
  }

  take(message: Uint8Array): void {
    const entities = this.player?.take(message);
    if (entities !== undefined) this.#check(entities);
    if (!this.#isMeasured) return;
    this.updates += 1;
    // A short header goes with each.
    this.bytes += message.length + 2;
    const now = performance.now();
    if (this.player !== undefined && this.#lastAt > 0)
      this.jitter.push(Math.abs(now - this.#lastAt - tickMs));
    this.#lastAt = now;
  }

  /**
   * All ticks must have come. A server that is held up for a moment may tell two in one message, which costs it less: a few
   * of those, and no more.
   */
  end(seconds: number): readonly string[] {
    this.#isMeasured = false;
    const expected = (seconds * 1000) / tickMs;
    if (this.updates < expected * leastApart - 2)
      this.faults.push(`${this.name} had ${this.updates} updates, not ${expected.toFixed(0)}`);
    if (this.player !== undefined && Math.abs(this.ticks - expected) > expected * 0.15 + 2)
      this.faults.push(`${this.name} saw ${this.ticks} ticks, not ${expected.toFixed(0)}`);
    return this.faults;
  }

  /** Tick n moves four things to (n / 4, n / 2): each update must be newer than the one before, and none may be torn. */
  #check(entities: readonly Entity[]): void {
    const newest = Math.max(...entities.map(({ x }) => x * 4));
    // Nothing has moved yet.
    if (newest === 0) return;
    if (newest <= this.#newest)
      this.faults.push(`${this.name} was told tick ${newest} after ${this.#newest}`);
    this.#newest = newest;
    if (entities.some(({ x, y }) => y !== 2 * x))
      this.faults.push(`${this.name} was told a torn state`);
    if (entities.filter(({ x }) => x * 4 === newest).length !== 4)
      this.faults.push(`${this.name} was told half a tick`);
  }
}
