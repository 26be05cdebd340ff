// A planted fault, loaded before the server (bun --preload): once messages are written, COMMIT answers at once and happens 50
// ms later, with all that came meanwhile. So messages are acknowledged that are not on disk, kill -9 must lose some, and
// whoever judges has to notice.
import { Database } from 'bun:sqlite';

const delayMs = 50;
const owed = new Map<Database, () => void>();
const withMessages = new Set<Database>();
// oxlint-disable-next-line unbound-method -- it is called with the right `this` below
const { prepare } = Database.prototype;

function settle(database: Database): void {
  const commit = owed.get(database);
  owed.delete(database);
  if (database.inTransaction) commit?.();
}

Database.prototype.prepare = function (this: Database, ...args: Parameters<typeof prepare>) {
  const prepared = prepare.apply(this, args);
  const [sql] = args;
  const run = prepared.run.bind(prepared);
  const nothing = { changes: 0, lastInsertRowid: 0 };
  if (sql === 'commit')
    prepared.run = () => {
      if (owed.has(this)) return nothing;
      if (!withMessages.has(this)) return run();
      owed.set(this, run);
      setTimeout(() => settle(this), delayMs);
      return nothing;
    };
  else if (sql.startsWith('begin')) prepared.run = () => (owed.has(this) ? nothing : run());
  else if (sql.startsWith('insert into "message"'))
    prepared.run = (...values) => {
      withMessages.add(this);
      return run(...values);
    };
  return prepared;
} as typeof prepare;
