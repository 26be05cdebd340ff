// A server on a database of several apps, with a socket of everybody in every app, and all that a call does seen at once:
// its answer, the rows of either app, what went over the bus, and what every socket heard.
import type { AppId } from '@hubbub/protocol';
import { hasWaiting, holdLog, placeWaiting } from '../../../packages/server/src/store/log-store.ts';
import { openStore, type Store } from '../../../packages/server/src/store/store.ts';
import type { Emission } from '../../../packages/server/src/ports/bus.ts';
import type { PlannedCall } from './calls.ts';
import { House, type NamedSocket } from './house.ts';
import { people, type Cast } from './seed.ts';
import { digestOf, openTables } from '../../support/tables.ts';
import { marks, numbers, otherOf, type App } from './twins.ts';

export interface Stage {
  readonly cast: Cast;
  readonly store: Store;
  readonly house: House;
  /** All of an app's rows in one text. */
  rows(app: App): Promise<string>;
  observe(app: App, planned: PlannedCall): Promise<Observed>;
  close(): Promise<void>;
}

export interface Observed {
  readonly answer: string;
  readonly wrote: boolean;
  /** Rows of the other app changed. */
  readonly wroteBeside: boolean;
  readonly emissions: readonly Emission[];
  readonly heard: readonly string[];
  /** What the other app's sockets heard. */
  readonly heardBeside: readonly string[];
}

export async function stage(address: string, cast: Cast, apps: readonly App[]): Promise<Stage> {
  const store = await openStore({ database: address, dataDir: address });
  store.keepLogOf(['main', 'shop'] as AppId[]);
  await store.systemWrite(holdLog, { token: onlyHolder, forMs: 3_600_000 });
  const house = new House(store);
  await house.playing.open();
  const tables = await openTables(address);
  const sockets = new Map<string, NamedSocket>();
  for (const app of apps)
    for (const name of people) {
      const socket = house.open(name, app);
      sockets.set(`${app} ${name}`, socket);
      const args = { token: `${marks[app]} ${name}` };
      await house.ask({ app, caller: undefined, op: 'session.open', args, socket });
    }
  const rows = async (app: App) => digestOf(await tables.rows(numbers[app]));
  return { cast, store, house, rows, observe, close };

  async function observe(app: App, planned: PlannedCall): Promise<Observed> {
    await settleLog(store);
    const before = { own: await rows(app), beside: await rows(otherOf(app)) };
    const told = house.emissions.length;
    const heardBefore = new Map(house.sockets.map((one) => [one, one.heard.length]));
    const answer = await house.ask({
      app,
      op: planned.op,
      args: argsOf(app, planned),
      ...asker(app, planned),
    });
    const fresh = (of: App) =>
      house.sockets
        .filter((one) => one.app === of)
        .flatMap((one) =>
          one.heard.slice(heardBefore.get(one) ?? 0).map((line) => `${one.name}: ${line}`),
        );
    return {
      answer: JSON.stringify(answer),
      wrote: (await rows(app)) !== before.own,
      wroteBeside: (await rows(otherOf(app))) !== before.beside,
      emissions: house.emissions.slice(told),
      heard: fresh(app),
      heardBeside: fresh(otherOf(app)),
    };
  }

  function argsOf(app: App, planned: PlannedCall): object {
    const args = planned.args({ mine: marks[app], others: marks[otherOf(app)] });
    const texts = JSON.parse(JSON.stringify(args).replaceAll('EPOCH', store.epoch)) as object;
    // Bytes are no JSON.
    const bytes = Object.entries(args).filter(([, value]) => value instanceof Uint8Array);
    return { ...texts, ...Object.fromEntries(bytes) };
  }

  function asker(app: App, { as, over }: PlannedCall) {
    if (as === 'backend') return { caller: undefined, isBackend: true };
    const caller = as && cast.callers[as];
    if (over === 'http') return { caller };
    const socket = as ? sockets.get(`${app} ${as}`) : house.open('another', app);
    return { caller, socket };
  }

  async function close(): Promise<void> {
    await house.playing.close();
    house.stop();
    await tables.close();
    await store.close();
  }
}

const onlyHolder = 'the only holder';

/** What was logged so far has its place: that is nothing a call does. */
async function settleLog(store: Store): Promise<void> {
  if (!(await store.systemRead(hasWaiting, {}))) return;
  await store.systemWrite(placeWaiting, { token: onlyHolder, limit: 10_000 });
}
