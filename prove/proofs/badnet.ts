// N1, N5: every device behind a network that is bad in another way each round, and for some of them well again the next.
import { underLoad, type Attack, type Options } from '../load.ts';
import { Proxy, type Weather } from '../proxy.ts';
import type { Random } from '../random.ts';
import type { Judged } from '../verdict.ts';

/** 64 kbit/s. */
const narrow = 8_000;
const longestMs = 2_000;
/** A request to upgrade has some two hundred bytes, its answer as many: some are cut in the middle of it. */
const withinHandshake = 200;
const restMs = 5_000;

export async function badnet(options: Options): Promise<Judged> {
  const worstMs = Math.min(longestMs, Math.ceil(options.roundMs / 4));
  let proxy: Proxy | undefined;
  const attack: Attack = {
    // Who is not heard of any more is given up on by both sides while a round lasts.
    setup: {
      flags: { 'ping-ms': String(Math.max(50, worstMs)), 'pong-ms': String(worstMs * 3) },
    },
    rest: { id: 'N1', ms: restMs },
    async before({ run, server, random }) {
      proxy = await Proxy.start(server.address);
      run.url = proxy.through(server.socketUrl);
      run.answerMs = worstMs * 3;
      const chance = random.fork();
      proxy.turn(() => weather(chance, worstMs));
    },
    async strike({ random }) {
      for (const link of proxy?.links ?? []) if (random.below(10) === 0) link.cut();
      proxy?.turn(proxy.forecast);
    },
    heal: () => proxy?.heal(),
    after: async () => await proxy?.close(),
  };
  return await underLoad('badnet', attack)(options);
}

const isHeld = true;

function weather(random: Random, worstMs: number): Weather {
  const chance = () => random.next();
  const jitter = { jitterMs: worstMs, chance };
  const kinds: readonly Weather[] = [
    {},
    { up: { delayMs: worstMs / 10 }, down: { delayMs: worstMs / 10 } },
    { up: jitter, down: jitter },
    { up: { bytesPerSecond: narrow }, down: { bytesPerSecond: narrow } },
    { up: { atOnce: 1 }, down: { atOnce: 1, cutAfter: random.below(20_000) } },
    { up: { cutAfter: random.below(withinHandshake) } },
    { down: { cutAfter: random.below(withinHandshake) } },
    { up: { cutAfter: random.below(5_000) } },
    { down: { cutAfter: random.below(50_000) } },
    { up: { isHeld } },
    { down: { isHeld } },
    { up: { isHeld }, down: { isHeld } },
  ];
  // A third is fair, or hardly anything would be said.
  return (random.below(3) > 0 ? random.pick(kinds) : undefined) ?? {};
}
