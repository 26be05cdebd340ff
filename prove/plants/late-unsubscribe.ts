// A planted fault, loaded before the server (bun --preload): whoever is no member any more goes on hearing for half a second.
import { plantInto } from './plant.ts';

plantInto(/gateway\/routes\.ts$/, {
  'if (user !== undefined) this.#exit(user, stream);':
    'if (user !== undefined) setTimeout(() => this.#exit(user, stream), 500);',
});
