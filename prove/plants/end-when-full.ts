// A planted fault, loaded before the server (bun --preload): it ends when there is no room for something.
import { Database } from 'bun:sqlite';

// oxlint-disable-next-line unbound-method -- it is called with the right `this` below
const { prepare } = Database.prototype;

Database.prototype.prepare = function (this: Database, ...args: Parameters<typeof prepare>) {
  const prepared = prepare.apply(this, args);
  const run = prepared.run.bind(prepared);
  prepared.run = (...values) => {
    try {
      return run(...values);
    } catch (error) {
      if (String(error).includes('full')) process.exit(1);
      throw error;
    }
  };
  return prepared;
} as typeof prepare;
