// npm run bench -- NAME [--json] [--seconds N] [--rounds N] [--systems a,b]: all systems in one run on the same work, in
// alternating rounds, each server on one core and the load on another. bench/README.md says how to read it.
import { parseArgs } from 'node:util';
import { api } from './cases/api.ts';
import type { Case, Figure, Options, OwnCase } from './cases/case.ts';
import { connect } from './cases/connect.ts';
import { direct } from './cases/direct.ts';
import { fanout } from './cases/fanout.ts';
import { games } from './cases/games.ts';
import { benchHistory } from './cases/history.ts';
import { idle } from './cases/idle.ts';
import { load } from './cases/load.ts';
import { neighbour } from './cases/neighbour.ts';
import { resume } from './cases/resume.ts';
import { room } from './cases/room.ts';
import { slow } from './cases/slow.ts';
import { stalls } from './cases/stalls.ts';
import { web } from './cases/web.ts';
import { benchGrowth, showRow, unknownGrowths, writeCharts } from './growth/growth.ts';
import { judge, keep, readKept, showVerdict } from './guard.ts';
import { toRows, toTable, type Round } from './report.ts';
import { pinGenerator } from './server-process.ts';
import { bare } from './systems/bare.ts';
import { go } from './systems/go.ts';
import { hubbub, hubbubVariants } from './systems/hubbub.ts';
import { nats } from './systems/nats.ts';
import { nchan } from './systems/nchan.ts';
import { socketIo } from './systems/socket-io.ts';
import type { System } from './systems/system.ts';

const cases: readonly Case[] = [fanout, direct, idle, connect, slow, load];
const measuresBytes = new Set([fanout, direct, slow, load]);
const systems: readonly System[] = [
  hubbub,
  ...bare,
  socketIo,
  nchan,
  nats,
  ...go,
  ...hubbubVariants,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    systems: {
      type: 'string',
      // The variants of Hubbub have to be named.
      default: [
        ...systems.filter((one) => !hubbubVariants.includes(one)),
        ...api.systems,
        ...games.systems,
        ...resume.systems,
        ...neighbour.systems,
        ...room.systems,
        ...stalls.systems,
        ...web.systems,
      ]
        .map(({ name }) => name)
        .join(),
    },
    bytes: { type: 'string' },
    sockets: { type: 'string' },
    messages: { type: 'string' },
    chart: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    databases: { type: 'string', default: '' },
  },
});
// What it has started ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const [name = '', ...only] = positionals;
const chosen = cases.find((one) => one.name === name);
/** Those with another table, or with systems of their own. */
const others: Readonly<Record<string, () => Promise<void>>> = {
  resume: () => benchOwn(resume),
  neighbour: () => benchOwn(neighbour),
  room: () => benchOwn(room),
  stalls: () => benchOwn(stalls),
  api: () => benchOwn(api),
  games: () => benchOwn(games),
  web: () => benchOwn(web),
  history,
  growth,
  guard,
};
if (chosen) await bench(chosen);
else if (Object.hasOwn(others, name)) await others[name]?.();
else {
  const known = [...cases.map((one) => one.name), ...Object.keys(others)];
  console.error(`no bench "${name}"; there are: ${known.join(', ')}`);
  process.exitCode = 1;
}
// The databases that were started for it would keep it from its end, and only its end stops them.
process.exit();

/** Of one system beside itself with less in it. */
async function history(): Promise<void> {
  const rows = await benchHistory({
    messages: Number(values.messages ?? 100_000),
    databases: values.databases === '' ? [] : values.databases.split(','),
    rounds: Number(values.rounds),
  });
  for (const row of rows) {
    const times = `${row.smallMs.toFixed(2)} -> ${row.bigMs.toFixed(2)} ms CPU`;
    console.log(`${row.case.padEnd(36)} ${times.padEnd(24)} x ${row.ratio.toFixed(2)}`);
  }
  if (values.json) console.log(JSON.stringify({ bench: name, rows }));
}

async function growth(): Promise<void> {
  const [unknown] = unknownGrowths(only);
  if (unknown !== undefined) throw new Error(`nothing of that name grows: ${unknown}`);
  pin();
  const messages = Number(values.messages ?? 1_000_000);
  const seconds = Number(values.seconds);
  const rows = await benchGrowth({ seconds, rounds: Number(values.rounds), messages, only });
  for (const row of rows) console.log(showRow(row));
  if (values.chart) console.log(`drawn: ${writeCharts(rows).join(', ')}`);
  if (values.json) console.log(JSON.stringify({ bench: name, rows }));
}

/** Fails when a delivery has become dearer, beside bare Bun, than the figure that was kept. */
async function guard(): Promise<void> {
  pin();
  const both = systems.filter((system) => system.name === 'bun' || system === hubbub);
  const options = optionsOf(await sizeOfEvents(fanout, both));
  const verdicts = judge(await inRounds(both, (system) => fanout.run(system, options)), readKept());
  for (const verdict of verdicts) console.log(showVerdict(verdict));
  if (values.keep) keep(verdicts);
  else if (verdicts.some(({ isWorse }) => isWorse)) process.exitCode = 1;
}

async function bench(chosenCase: Case): Promise<void> {
  pin();
  const { work } = chosenCase;
  const taking = available(systems.filter(({ does }) => does?.includes(work.case) ?? true));
  const options = optionsOf(await sizeOfEvents(chosenCase, taking));
  console.log(`${chosenCase.name}: ${chosenCase.title}.`);
  if (measuresBytes.has(chosenCase))
    console.log(`One message is ${options.eventBytes} bytes on every system's wire.`);
  report(await inRounds(taking, (system) => chosenCase.run(system, options)));
}

/** Of a case with systems of its own. */
async function benchOwn<S extends Named>(own: OwnCase<S>): Promise<void> {
  pin();
  console.log(`${own.name}: ${own.title}.`);
  const taking = available(own.systems);
  report(await inRounds(taking, (system) => own.run(system, optionsOf(0))), own.yardstick);
}

function pin(): void {
  if (!pinGenerator())
    console.log('not pinned: server and load share their cores (no taskset, or one core)');
}

function optionsOf(eventBytes: number): Options {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return {
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    eventBytes,
    only,
    sockets: number(values.sockets),
    messages: number(values.messages),
  };
}

async function inRounds<S extends Named>(
  taking: readonly S[],
  run: (system: S) => Promise<readonly Figure[]>,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  const count = Number(values.rounds);
  for (let round = 1; round <= count; round += 1)
    for (const system of taking) {
      console.error(`round ${round} of ${count}: ${system.name}`);
      const figures = await run(system);
      rounds.push(...figures.map((figure) => ({ system: system.name, figure })));
    }
  return rounds;
}

function report(rounds: readonly Round[], yardstick?: string): void {
  console.log(toTable(rounds, yardstick));
  if (values.json) console.log(JSON.stringify({ bench: name, rows: toRows(rounds) }));
}

interface Named {
  readonly name: string;
  missing(): string | undefined;
}

function available<S extends Named>(all: readonly S[]): readonly S[] {
  const wanted = values.systems.split(',');
  return all.filter((system) => {
    if (!wanted.includes(system.name)) return false;
    const why = system.missing();
    if (why) console.log(`left out: ${system.name} (${why})`);
    return !why;
  });
}

/** All systems move the same bytes: those of the one that needs most. */
async function sizeOfEvents(chosenCase: Case, taking: readonly System[]): Promise<number> {
  const given = chosenCase.eventBytes ?? Number(values.bytes ?? 190);
  if (!measuresBytes.has(chosenCase)) return given;
  const work = { ...chosenCase.work, eventBytes: given };
  const least = await Promise.all(
    taking.map(async (system) => await system.leastEventBytes?.(work)),
  );
  return Math.max(given, ...least.map((size) => size ?? 0));
}
