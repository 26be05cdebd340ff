// A planted fault, loaded before the server (bun --preload): who owned a game takes it for its own until it is told otherwise. What is
// planted grows in the main thread alone, so the threads of games are told that no lease ever ends.
import { plantInto } from './plant.ts';

plantInto(/games\/lease\.ts$/, {
  'return elapsed < this.#heldUntil && now < this.#heldUntilTime;': 'return elapsed + now > 0;',
});
plantInto(/parts\/playing\.ts$/, {
  'places: placesOf(config, own, isShared ? leaseMs : 0),': 'places: placesOf(config, own, 0),',
});
