// A planted fault, loaded before a command (bun --preload): a backup is a copy of the file alone, without the log beside it.
import { Database } from 'bun:sqlite';
import { copyFileSync } from 'node:fs';

// oxlint-disable-next-line unbound-method -- it is called with the right `this` below
const { run } = Database.prototype;

Database.prototype.run = function (this: Database, ...args: Parameters<typeof run>) {
  const [sql, [to] = []] = args;
  if (sql !== 'vacuum into ?' || typeof to !== 'string') return run.apply(this, args);
  copyFileSync(this.filename, to);
  return { changes: 0, lastInsertRowid: 0 };
} as typeof run;
