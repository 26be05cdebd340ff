// A planted fault, loaded before the server (bun --preload): a commit that fails is taken for one that did not.
import { Database } from 'bun:sqlite';
import { neverFails } from './log.ts';
import { plantInto } from './plant.ts';

plantInto(/store\/sqlite-log\.ts$/, neverFails);

// oxlint-disable-next-line unbound-method -- it is called with the right `this` below
const { prepare } = Database.prototype;

Database.prototype.prepare = function (this: Database, ...args: Parameters<typeof prepare>) {
  const prepared = prepare.apply(this, args);
  if (args[0] !== 'commit') return prepared;
  const run = prepared.run.bind(prepared);
  prepared.run = (...values) => {
    try {
      return run(...values);
    } catch {
      if (this.inTransaction) this.run('rollback');
      return { changes: 0, lastInsertRowid: 0 };
    }
  };
  return prepared;
} as typeof prepare;
