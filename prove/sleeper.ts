// M6: the node that runs a game is stopped until its lease is over and another one has the game; then it goes on. Nothing that it says of
// the game is heard by anybody any more.
import { Player } from './owner-game.ts';
import type { Person } from './people.ts';
import type { Stage } from './stage.ts';

export const leaseMs = 3_000;
/** A transaction in which it fell asleep holds others up for ten seconds, and they try again. */
const patienceMs = 45_000;
/** The next checkpoint is written, and what was said before is heard. */
const pauseMs = 1_500;

export async function sleepPastLease(stage: Stage, people: readonly Person[]): Promise<void> {
  const urls = stage.run.urls ?? [];
  const players = urls.map((_, i) => new Player(`player${i}`));
  for (const [i, player] of players.entries()) await player.sit(urls[i] ?? '', people[i] as Person);
  const [first, ...others] = players;
  const game = await first?.create();
  if (!first || game === undefined) throw new Error('nobody plays');
  for (const other of others) await other.join(game);
  const hears = (player: Player) => player.heard.length > 0;
  if (!(await stage.soon(() => players.every(hears), patienceMs)))
    return stage.fault('M6', 'not every player hears the game');
  await Bun.sleep(pauseMs);
  const sleeper = first.heard.at(-1)?.process ?? 0;
  const hearsAnother = (player: Player) => player.heard.at(-1)?.process !== sleeper;
  process.kill(sleeper, 'SIGSTOP');
  const isTaken = await stage.soon(() => others.every(hearsAnother), leaseMs + patienceMs);
  // What was on its way when it fell asleep is only late.
  const wakes = Date.now();
  process.kill(sleeper, 'SIGCONT');
  if (!isTaken) return stage.fault('M6', 'nobody took the game over');
  if (!(await stage.soon(() => players.every(hearsAnother), patienceMs)))
    stage.fault('M6', 'its own players do not come back');
  await Bun.sleep(leaseMs);
  stage.measured['takenOver'] = (stage.measured['takenOver'] ?? 0) + 1;
  for (const { heard, device } of players) {
    const late = heard.filter(({ process: by, at }) => by === sleeper && at >= wakes).length;
    if (late > 0) stage.fault('M6', `heard ${late} ticks of one that owns it no more`, device);
  }
  for (const player of players) await player.leave();
}
