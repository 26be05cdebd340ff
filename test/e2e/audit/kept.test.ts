// How long it is kept who did what: what is older goes, on both databases, and nothing else does.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { systemClock } from '../../../packages/server/src/ports/clock.ts';
import { operatorOf } from '../../support/backend.ts';
import { createDatabase } from '../../support/postgres.ts';
import { startServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

setDefaultTimeout(60_000);

const hour = 3_600_000;
const day = 24 * hour;
/** More than one slice of the sweep. */
const old = 501;

async function serverWith(auditDays: number, engine: string) {
  const hourly: (() => void)[] = [];
  let lateMs = 0;
  const clock = {
    ...systemClock,
    now: () => Date.now() + lateMs,
    every(ms: number, task: () => void) {
      if (ms === hour) hourly.push(task);
      return systemClock.every(ms, task);
    },
  };
  const database =
    engine === 'SQLite' ? '' : await createDatabase({ fsync: false, isMigrated: true });
  const server = await startServer({ auditDays, database }, { clock });
  const operator = operatorOf(server);
  const targets = async () => {
    const { entries = [] } = await operator('audit.list', { limit: 1000 });
    return (entries as { target: string }[]).map(({ target }) => target);
  };
  const pass = (days: number) => (lateMs += days * day);
  return { server, operator, targets, pass, sweep: () => hourly.forEach((task) => task()) };
}

test.each(['SQLite', 'PostgreSQL'])('kept for 30 days: %s', async (engine) => {
  const { server, operator, targets, pass, sweep } = await serverWith(30, engine);
  try {
    for (let left = old; left > 0; left -= 100) {
      const some = Array.from({ length: Math.min(100, left) });
      await Promise.all(some.map(() => operator('app.create', { name: 'old' })));
    }
    pass(20);
    await operator('app.create', { name: 'younger' });
    pass(9.9);
    sweep();
    await operator('app.create', { name: 'new' });
    // Nothing is old enough yet.
    expect(await targets()).toHaveLength(old + 2);
    pass(0.2);
    sweep();
    await until(async () => (await targets()).length <= 2, { what: 'the old entries to go' });
    expect(await targets()).toEqual(['new', 'younger']);
    pass(21);
    sweep();
    await until(async () => (await targets()).length <= 1, { what: 'the younger one to go' });
    expect(await targets()).toEqual(['new']);
  } finally {
    await server.stop();
  }
});

test('0 days: for ever', async () => {
  const { server, operator, targets, pass, sweep } = await serverWith(0, 'SQLite');
  try {
    await operator('app.create', { name: 'old' });
    pass(10_000);
    sweep();
    await operator('app.create', { name: 'new' });
    expect(await targets()).toEqual(['new', 'old']);
  } finally {
    await server.stop();
  }
});
