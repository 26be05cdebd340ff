// Rewrites the setting by which SQLite syncs.
import { Database } from 'bun:sqlite';

export function syncAs(level: 'normal' | 'off'): void {
  // oxlint-disable-next-line unbound-method -- it is called with the right `this` below
  const { run } = Database.prototype;
  Database.prototype.run = function (this: Database, ...[sql, ...values]: Parameters<typeof run>) {
    const isIt = sql === 'pragma synchronous = full';
    return run.call(this, isIt ? `pragma synchronous = ${level}` : sql, ...values);
  } as typeof run;
}
