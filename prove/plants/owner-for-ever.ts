// A planted fault, loaded before the server (bun --preload): who owned a game takes it for its own until it is told otherwise.
import { plantInto } from './plant.ts';

plantInto(/games\/lease\.ts$/, {
  'return elapsed < this.#heldUntil && now < this.#heldUntilTime;': 'return elapsed + now > 0;',
});
plantInto(/games\/host\.ts$/, {
  'if (leaseMs === 0) return true;': 'if (leaseMs >= 0) return true;',
});
