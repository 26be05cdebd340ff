// M6: the node that runs games is stopped until its lease is over and another one has them; then it goes on. Nothing that it says of
// a game is heard by anybody any more.
import { count } from './among-nodes.ts';
import { Player, writeGame, type Said } from './owner-game.ts';
import { signUp, type Person } from './people.ts';
import { execute } from './postgres.ts';
import type { Stage } from './stage.ts';

const leaseMs = 3_000;
/** A transaction in which it fell asleep holds others up for ten seconds, and they try again. */
const patienceMs = 45_000;
/** What was said before is heard. */
const pauseMs = 1_500;
/** Without a checkpoint it could not go on, and would be over. */
const unwritten = 'select 1 from game where checkpoint is null and ended_at is null';

export class Sleeper {
  private people: readonly Person[] = [];

  constructor(
    private readonly folder: string,
    /** How many games it runs at a time. */
    private readonly games: number,
  ) {}

  /** Of every node. */
  get flags(): Readonly<Record<string, string>> {
    return { games: writeGame(this.folder), 'game-lease-ms': String(leaseMs) };
  }

  async meet({ server }: Stage): Promise<void> {
    const names = Array.from({ length: count }, (_, i) => `player${i}`);
    this.people = await Promise.all(names.map((name) => signUp(server.url, name)));
  }

  async sleepPastLease(stage: Stage): Promise<void> {
    const urls = stage.run.urls ?? [];
    const at = stage.random.below(urls.length);
    const around = [...urls.slice(at), ...urls.slice(0, at)];
    const tables = Array.from({ length: this.games }, (_, i) => this.gather(around, i));
    const groups = await Promise.all(tables);
    await this.sleep(stage, groups);
    for (const player of groups.flat()) await player.leave();
  }

  /** Players at every node, of one game that the first one's runs. */
  private async gather(urls: readonly string[], game: number): Promise<readonly Player[]> {
    const players = urls.map((_, i) => new Player(`player${i} of game ${game}`));
    for (const [i, player] of players.entries())
      await player.sit(urls[i] ?? '', this.people[i] as Person);
    const [first, ...others] = players;
    const id = await first?.create();
    if (id === undefined) throw new Error('nobody plays');
    for (const other of others) await other.join(id);
    return players;
  }

  private async sleep(stage: Stage, groups: readonly (readonly Player[])[]): Promise<void> {
    const players = groups.flat();
    const others = groups.flatMap((group) => group.slice(1));
    const hears = (player: Player) => player.heard.length > 0;
    if (!(await stage.soon(() => players.every(hears), patienceMs)))
      return stage.fault('M6', 'not every player hears the game');
    const url = stage.setup.database ?? '';
    if (!(await stage.soon(async () => (await execute(url, unwritten)).length === 0, patienceMs)))
      return stage.fault('M6', 'a game has no checkpoint');
    await Bun.sleep(pauseMs);
    const sleeper = players[0]?.heard.at(-1)?.process ?? 0;
    const hearsAnother = (player: Player) => player.heard.at(-1)?.process !== sleeper;
    process.kill(sleeper, 'SIGSTOP');
    const isTaken = await stage.soon(() => others.every(hearsAnother), leaseMs + patienceMs);
    // What was on its way when it fell asleep is only late.
    const wakes = Date.now();
    process.kill(sleeper, 'SIGCONT');
    if (!isTaken) return stage.fault('M6', `not taken over: ${untaken(others, hearsAnother)}`);
    if (!(await stage.soon(() => players.every(hearsAnother), patienceMs)))
      stage.fault('M6', 'its own players do not come back');
    await Bun.sleep(leaseMs);
    stage.measured['takenOver'] = (stage.measured['takenOver'] ?? 0) + this.games;
    for (const { heard, device } of players) {
      const late = heard.filter(({ process: by, at }) => by === sleeper && at >= wakes).length;
      if (late > 0) stage.fault('M6', `heard ${late} ticks of one that owns it no more`, device);
      const twice = runBySeveral(heard.filter(({ process: by }) => by !== sleeper));
      if (twice > 0) stage.fault('M6', `for ${twice} ticks it was run by two`, device);
    }
  }
}

function untaken(players: readonly Player[], isTaken: (player: Player) => boolean): string {
  const left = players.filter((player) => !isTaken(player));
  return left.map(({ device, isOver }) => (isOver ? `${device} (over)` : device)).join(', ');
}

/** @returns how many ticks one said between two of another */
function runBySeveral(heard: readonly Said[]): number {
  const last = new Map<number, number>();
  for (const { process: by, at } of heard) last.set(by, Math.max(at, last.get(by) ?? 0));
  const first = heard[0]?.process ?? 0;
  const end = last.get(first) ?? 0;
  return heard.filter(({ process: by, at }) => by !== first && at < end).length;
}
