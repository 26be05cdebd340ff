// A planted fault, loaded before the server (bun --preload): a database that does not answer is taken for one that does.
import { plantInto } from './plant.ts';

plantInto(/observe\/vitals\.ts$/, {
  "if (!this.isDatabaseUp) return 'the database does not answer';": '',
});
