// A bus that joins the hubs of several nodes and keeps no promise but the one it has to: a node hears itself at once, in
// order. To the others an emission may come late, twice, out of order or never.
import type { Bus, Emission } from '../../packages/server/src/ports/bus.ts';

interface Faults {
  /** Chances from 0 to 1. */
  readonly lose: number;
  readonly repeat: number;
  readonly longestDelayMs: number;
  readonly random: () => number;
}

export function lossyBuses(count: number, faults: Faults): readonly Bus[] {
  const handlers = new Map<number, (emission: Emission) => void>();
  return Array.from({ length: count }, (_, own) => ({
    publish(emission) {
      handlers.get(own)?.(emission);
      for (const node of handlers.keys()) if (node !== own) send(node, emission);
    },
    listen(handler) {
      handlers.set(own, handler);
    },
    async close() {
      handlers.delete(own);
    },
  }));

  function send(node: number, emission: Emission): void {
    if (faults.random() < faults.lose) return;
    const times = faults.random() < faults.repeat ? 2 : 1;
    for (let i = 0; i < times; i += 1)
      setTimeout(() => handlers.get(node)?.(emission), faults.random() * faults.longestDelayMs);
  }
}

/** Repeatable randomness (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
