// A schedule that does not wait for the server: what it bears within a time, and what it does with five times as much.
import { runOpenLoop, type Offered } from '../generator/open-loop.ts';
import { percentile } from '../statistics.ts';
import type { System } from '../systems/system.ts';
import { refuseFaults, type Case, type Figure, type Options } from './case.ts';

const sockets = 1_000;
const usual = [1_000, 3_000] as const;
const tooMuch = 15_000;
const loginsPerSecond = 200;

export const load: Case = {
  name: 'load',
  title:
    `1,000 sockets in 500 pairs write to their partner on a schedule, ${usual.join(', ')} and ${tooMuch} a second in all, and the first beside ` +
    `${loginsPerSecond} logins by password a second; ` +
    'latency is from when a message was due to its answer',
  work: { case: 'direct', sockets, senders: sockets },
  async run(system, options) {
    const unknown = options.only.find((name) => !Object.hasOwn(parts, name));
    if (unknown !== undefined) throw new Error(`load has no part of that name: ${unknown}`);
    const figures: Figure[] = [];
    for (const [name, run] of Object.entries(parts))
      if (options.only.length === 0 || options.only.includes(name))
        figures.push(...(await run(system, options)));
    return figures;
  },
};

type Part = (system: System, options: Options) => Promise<readonly Figure[]>;

const parts: Readonly<Record<string, Part>> = {
  steady: async (system, options) => {
    const figures: Figure[] = [];
    for (const perSecond of usual) figures.push(await steady(system, options, perSecond));
    return figures;
  },
  overload: async (system, options) => [await overload(system, options)],
  logins: besideLogins,
};

/** Passwords are dear to look at, and must not cost those who write anything. */
async function besideLogins(system: System, { eventBytes, seconds }: Options): Promise<Figure[]> {
  const running = await system.start({ ...load.work, eventBytes });
  try {
    if (!running.logIn) return [];
    let looked = 0;
    const count = async (): Promise<void> => {
      const isLookedAt = await running.logIn?.();
      if (isLookedAt === true) looked += 1;
    };
    const logins = async (isOver: () => boolean): Promise<void> => {
      const all: Promise<void>[] = [];
      for (; !isOver(); await Bun.sleep(1000 / loginsPerSecond)) all.push(count());
      await Promise.all(all);
    };
    const offer = { sockets, seconds, perSecond: usual[0] };
    const got = await runOpenLoop(running, offer, logins);
    refuseFaults(system, got.faults);
    const figure = figureOf(`${usual[0]}/s, logins`, got);
    return [{ ...figure, loginsPerSecond: looked / got.seconds }];
  } finally {
    await running.stop();
  }
}

async function steady(system: System, options: Options, perSecond: number): Promise<Figure> {
  return figureOf(`${perSecond}/s`, await offered(system, options, { perSecond }));
}

/** What is refused was never kept, and whoever comes after it is served again soon. */
async function overload(system: System, options: Options): Promise<Figure> {
  const got = await offered(system, options, { perSecond: tooMuch, mayRefuse: true });
  const { refused, offered: all, settledMs } = got;
  return {
    ...figureOf(`${tooMuch}/s`, got),
    refusedPercent: (100 * refused) / all,
    settledMs,
  };
}

async function offered(
  system: System,
  { eventBytes, seconds }: Options,
  how: { readonly perSecond: number; readonly mayRefuse?: boolean },
): Promise<Offered> {
  const running = await system.start({ ...load.work, eventBytes });
  try {
    const got = await runOpenLoop(running, { sockets, seconds, ...how });
    refuseFaults(system, got.faults);
    return got;
  } finally {
    await running.stop();
  }
}

function figureOf(
  name: string,
  { acked, seconds, serverCpu, latencies, generatorBound }: Offered,
): Figure {
  return {
    case: name,
    perCpuSecond: acked / serverCpu,
    perSecond: acked / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    generatorBound,
  };
}
