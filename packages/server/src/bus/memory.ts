// The bus of a single process: whatever is published reaches this node's own hub before `publish` returns.
import type { Bus, Emission } from '../ports/bus.ts';

export function memoryBus(): Bus {
  let hear: ((emission: Emission) => void) | undefined;
  return {
    publish(emission) {
      hear?.(emission);
    },
    listen(handler) {
      hear = handler;
    },
    async close() {
      hear = undefined;
    },
  };
}
