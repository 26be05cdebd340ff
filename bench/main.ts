// npm run bench -- NAME [--json] [--seconds N] [--rounds N] [--systems a,b]: all systems in one run on the same work, in
// alternating rounds, each server on one core and the load on another. bench/README.md says how to read it.
import { parseArgs } from 'node:util';
import type { Case, Options } from './cases/case.ts';
import { direct } from './cases/direct.ts';
import { fanout } from './cases/fanout.ts';
import { idle } from './cases/idle.ts';
import { slow } from './cases/slow.ts';
import { toRows, toTable, type Round } from './report.ts';
import { pinGenerator } from './server-process.ts';
import { bare } from './systems/bare.ts';
import { hubbub } from './systems/hubbub.ts';
import { socketIo } from './systems/socket-io.ts';
import type { System } from './systems/system.ts';

const cases: readonly Case[] = [fanout, direct, idle, slow];
const systems: readonly System[] = [hubbub, ...bare, socketIo];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    systems: { type: 'string', default: systems.map(({ name }) => name).join() },
    bytes: { type: 'string' },
  },
});
const [name = ''] = positionals;
const chosen = cases.find((one) => one.name === name);
if (chosen) await bench(chosen);
else {
  console.error(`no bench "${name}"; there are: ${cases.map((one) => one.name).join(', ')}`);
  process.exitCode = 1;
}

async function bench(chosenCase: Case): Promise<void> {
  if (!pinGenerator())
    console.log('not pinned: server and load share their cores (no taskset, or one core)');
  const taking = available();
  const options: Options = {
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    eventBytes: await sizeOfEvents(chosenCase, taking),
  };
  console.log(`${chosenCase.name}: ${chosenCase.title}.`);
  if (chosenCase.name !== 'idle')
    console.log(`One message is ${options.eventBytes} bytes on every system's wire.`);
  const rounds: Round[] = [];
  for (let round = 1; round <= options.rounds; round += 1)
    for (const system of taking) {
      console.error(`round ${round} of ${options.rounds}: ${system.name}`);
      const figures = await chosenCase.run(system, options);
      rounds.push(...figures.map((figure) => ({ system: system.name, figure })));
    }
  console.log(toTable(rounds));
  if (values.json) console.log(JSON.stringify({ bench: chosenCase.name, rows: toRows(rounds) }));
}

function available(): readonly System[] {
  const wanted = values.systems.split(',');
  return systems.filter((system) => {
    if (!wanted.includes(system.name)) return false;
    const why = system.missing();
    if (why) console.log(`left out: ${system.name} (${why})`);
    return !why;
  });
}

/** All systems move the same bytes: those of the one that needs most. */
async function sizeOfEvents(chosenCase: Case, taking: readonly System[]): Promise<number> {
  const given = chosenCase.eventBytes ?? Number(values.bytes ?? 190);
  if (chosenCase.name === 'idle') return given;
  const work = { ...chosenCase.work, eventBytes: given };
  const least = await Promise.all(
    taking.map(async (system) => await system.leastEventBytes?.(work)),
  );
  return Math.max(given, ...least.map((size) => size ?? 0));
}
