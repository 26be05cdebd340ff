// The shipped games by themselves: played again from seed and inputs they are the same at each tick; a player who cheats
// changes nothing; and nobody is ever told another one's hand.
import { describe, expect, test } from 'bun:test';
import Eights, {
  type EightsOwn,
  type EightsState,
  type Card,
} from '../../examples/games/eights.ts';
import Pong, { type PongState } from '../../examples/games/pong.ts';
import type { GameClass } from '../../packages/server/src/games/game.ts';
import { Random } from '../../packages/server/src/games/random.ts';
import { Direct } from './direct.ts';

const matches = 40;

/** What was done before which tick; the whole of a match, with its seed. */
type Log = { readonly tick: number; readonly user: string; readonly input: unknown }[];

interface Played {
  readonly game: Direct;
  readonly log: Log;
  readonly hashes: readonly string[];
}

const users = ['anna', 'ben', 'carla', 'dan'];

/** A match in which everybody does what comes to mind. */
function play(
  game: GameClass,
  seed: number,
  moves: (direct: Direct, random: Random) => Log,
): Played {
  const direct = new Direct(game, seed);
  const random = new Random(seed + 1);
  const count = game === (Pong as GameClass) ? 2 : 2 + random.integer(3);
  for (const user of users.slice(0, count)) direct.join(user);
  const log: Log = [];
  const hashes: string[] = [];
  for (let tick = 0; tick < 600 && direct.end === undefined; tick += 1) {
    for (const move of moves(direct, random)) {
      log.push({ ...move, tick });
      direct.input(move.user, move.input);
    }
    direct.running.tick();
    if (direct.end === undefined) hashes.push(direct.hash());
  }
  return { game: direct, log, hashes };
}

function again(game: GameClass, { game: first, log, hashes }: Played): readonly string[] {
  const direct = new Direct(game, first.seed);
  for (const user of first.seen.keys()) direct.join(user);
  const found: string[] = [];
  for (let tick = 0; found.length < hashes.length && direct.end === undefined; tick += 1) {
    for (const move of log) if (move.tick === tick) direct.input(move.user, move.input);
    direct.running.tick();
    if (direct.end === undefined) found.push(direct.hash());
  }
  return found;
}

function pongMoves(_direct: Direct, random: Random): Log {
  if (random.integer(5) > 0) return [];
  return [
    { tick: 0, user: users[random.integer(2)] ?? '', input: { move: random.integer(3) - 1 } },
  ];
}

function eightsMoves(direct: Direct, random: Random): Log {
  const seats = [...direct.seen.keys()];
  const state = direct.player(seats[0] ?? '').state as EightsState | undefined;
  if (state?.phase === 'waiting') return [{ tick: 0, user: 'anna', input: { start: true } }];
  const user = seats[state?.turn ?? 0] ?? '';
  const { hand = [] } = (direct.player(user).own ?? {}) as Partial<EightsOwn>;
  const fits = hand.filter(
    (one) => one.startsWith('8') || one.at(-1) === state?.suit || rank(one) === rank(state?.top),
  );
  // Sometimes a card that is not allowed, too.
  const from = random.integer(4) === 0 ? hand : fits;
  const card = from[random.integer(from.length || 1)];
  const isEight = card?.startsWith('8');
  if (card === undefined || random.integer(8) === 0)
    return [{ tick: 0, user, input: { draw: true } }];
  const suit = isEight ? { suit: 'h' as const } : {};
  return [{ tick: 0, user, input: { play: card, ...suit } }];
}

function rank(card: string | null | undefined): string | undefined {
  return card?.slice(0, -1);
}

const games: readonly [string, GameClass, typeof pongMoves][] = [
  ['pong', Pong as GameClass, pongMoves],
  ['eights', Eights as GameClass, eightsMoves],
];

describe.each(games)('%s', (_name, game, moves) => {
  test('seed and inputs give the same at each tick', () => {
    for (let seed = 1; seed <= matches; seed += 1) {
      const played = play(game, seed * 7919, moves);
      expect(played.hashes.length).toBeGreaterThan(5);
      expect(again(game, played)).toEqual(played.hashes as string[]);
    }
  });

  test('another seed is another match', () => {
    const [one, other] = [play(game, 1, moves), play(game, 2, moves)];
    expect(one.hashes.at(-1)).not.toBe(other.hashes.at(-1)!);
  });

  test('what players put together from patches is the state', () => {
    const { game: direct } = play(game, 12345, moves);
    const { state } = direct.running.checkpoint();
    for (const seen of direct.seen.values()) expect(seen.state).toEqual(state as never);
  });
});

test('matches of both come to an end', () => {
  const ended = Array.from(
    { length: 20 },
    (_, i) => play(Eights as GameClass, i, eightsMoves).game.end,
  );
  expect(ended.filter((one) => one?.end === 'FINISHED').length).toBeGreaterThan(10);
});

describe('a player who cheats at pong', () => {
  const bad: readonly [string, unknown, string][] = [
    ['an unknown move', { move: 2 }, 'INPUT'],
    ['no number', { move: 'up' }, 'INPUT'],
    ['NaN', '{"move":NaN}', 'INPUT'],
    ['Infinity', '{"move":1e999}', 'INPUT'],
    ['more than a move', { move: 1, paddles: [0, 0] }, 'INPUT'],
    ['a state', { state: { score: [7, 0] } }, 'INPUT'],
    ['a prototype', '{"__proto__":{"move":1},"move":1}', 'INPUT'],
    ["another's seat", { move: 1, seat: 0 }, 'INPUT'],
    ['no JSON', 'move', 'INPUT'],
  ];
  test.each(bad)('%s', (_what, input, reason) => {
    const direct = new Direct(Pong as GameClass, 1);
    direct.join('anna');
    direct.join('ben');
    const twin = new Direct(Pong as GameClass, 1);
    twin.join('anna');
    twin.join('ben');
    expect(direct.input('ben', input)).toBe(reason);
    for (const one of [direct, twin]) for (let i = 0; i < 50; i += 1) one.running.tick();
    expect(direct.hash()).toBe(twin.hash());
  });

  test('who does not sit is no player', () => {
    const direct = new Direct(Pong as GameClass, 1);
    direct.join('anna');
    direct.join('ben');
    expect(direct.input('mallory', { move: 1 })).toBe('NOT_SEATED');
  });

  test('ten times the rate moves no more than the rate', () => {
    const direct = new Direct(Pong as GameClass, 1);
    direct.join('anna');
    direct.join('ben');
    const refused = Array.from({ length: 600 }, (_, i) =>
      // Over two seconds.
      direct.input('ben', { move: 1 }, 1000 + (i * 1000) / 300),
    ).filter((reason) => reason === 'RATE').length;
    // A burst of 30, and 30 a second.
    expect(refused).toBeGreaterThan(500);
    expect(refused).toBeLessThan(520);
  });

  test('the ball of a beaten paddle is a point, whatever is sent', () => {
    const direct = new Direct(Pong as GameClass, 3);
    direct.join('anna');
    direct.join('ben');
    for (let i = 0; i < 400 && direct.end === undefined; i += 1) {
      direct.input('ben', { move: i % 2 === 0 ? -1 : 1 });
      direct.running.tick();
    }
    const { score } = direct.player('ben').state as PongState;
    expect(score[0] + score[1]).toBeGreaterThan(0);
    for (const { paddles } of [direct.player('ben').state as PongState])
      for (const y of paddles) expect(y >= 0.1 - 1e-6 && y <= 0.9 + 1e-6).toBe(true);
  });
});

describe('a player who cheats at eights', () => {
  function dealt(seed = 5) {
    const direct = new Direct(Eights as GameClass, seed);
    direct.join('anna');
    direct.join('ben');
    direct.input('anna', { start: true });
    direct.running.tick();
    const { turn } = direct.player('anna').state as EightsState;
    const [on, off] = turn === 0 ? ['anna', 'ben'] : ['ben', 'anna'];
    return { direct, on: on ?? '', off: off ?? '' };
  }
  const handOf = (direct: Direct, user: string) => (direct.player(user).own as EightsOwn).hand;

  test('nobody moves out of turn, plays what he has not, or what does not fit', () => {
    const { direct, on, off } = dealt();
    const before = direct.hash();
    const { top } = direct.player(on).state as EightsState;
    const others = handOf(direct, off)[0]!;
    const bad = handOf(direct, on).find(
      (card) =>
        !card.startsWith('8') &&
        card.at(-1) !== top?.at(-1) &&
        card.slice(0, -1) !== top?.slice(0, -1),
    )!;
    direct.input(off, { play: others });
    direct.input(off, { draw: true });
    direct.input(on, { play: others });
    direct.input(on, { play: bad });
    direct.input(off, { start: true });
    const state = structuredClone(direct.player(on).state);
    direct.running.tick();
    expect(direct.player(on).state).toEqual(state as never);
    const refusals = [on, off].flatMap((user) =>
      direct
        .player(user)
        .events.flatMap((event) => (event.case === 'message' ? [event.value] : [])),
    );
    expect(refusals.toSorted()).toEqual([
      '{"refused":"CARD"}',
      '{"refused":"CARD"}',
      '{"refused":"PHASE"}',
      '{"refused":"TURN"}',
      '{"refused":"TURN"}',
    ]);
    expect(direct.hash()).not.toBe(before);
  });

  test('a move sent twice is one move', () => {
    const { direct, on } = dealt();
    direct.input(on, { draw: true });
    direct.input(on, { draw: true });
    direct.running.tick();
    expect(handOf(direct, on).length).toBe(6);
  });

  test('cards that are none, and whole hands, are refused before the game sees them', () => {
    const { direct, on } = dealt();
    for (const input of [
      { play: '1h' },
      { play: 'Ah', hand: [] },
      { hand: ['8h'] },
      { draw: 1 },
      [],
    ])
      expect(direct.input(on, input)).toBe('INPUT');
  });
});

test('no seat is ever told a card of another hand or of the stock', () => {
  let looked = 0;
  for (let seed = 1; seed <= matches; seed += 1) {
    const direct = new Direct(Eights as GameClass, seed * 104_729);
    const random = new Random(seed);
    const seats = users.slice(0, 2 + random.integer(3));
    for (const user of seats) direct.join(user);
    const told = new Map(seats.map((user) => [user, 0]));
    for (let tick = 0; tick < 300 && direct.end === undefined; tick += 1) {
      for (const { user, input } of eightsMoves(direct, random)) direct.input(user, input);
      direct.running.tick();
      const { secret, state } = direct.running.checkpoint() as {
        secret: { hands: Record<string, EightsOwn>; stock: Card[] };
        state: EightsState;
      };
      seats.forEach((user, seat) => {
        const others = Object.entries(secret.hands).flatMap(([holder, { hand }]) =>
          Number(holder) === seat ? [] : hand,
        );
        const hidden = new Set<string>([...others, ...secret.stock]);
        // Everything that came since the last look, as bytes and as what is made of it.
        const fresh = direct.player(user).bytes.slice(told.get(user));
        told.set(user, direct.player(user).bytes.length);
        const text = fresh.map((bytes) => Buffer.from(bytes).toString('latin1')).join('\n');
        // What was played just now lay in a hand a moment ago, and is everybody's.
        const words = text.match(/(?:10|[2-9AJQK])[cdhs](?![a-z])/g) ?? [];
        const own = (direct.player(user).own as EightsOwn | null)?.hand ?? [];
        for (const word of words)
          expect([word, hidden.has(word) && !own.includes(word as Card)]).toEqual([word, false]);
        if (state.phase === 'playing') expect(own).toEqual(secret.hands[seat]?.hand ?? []);
        looked += words.length;
      });
    }
  }
  expect(looked).toBeGreaterThan(matches * 20);
});
