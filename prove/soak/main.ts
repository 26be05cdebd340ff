// npm run soak -- [--hours H] [--seed S] [--json] [--keep FOLDER] [--out FILE.svg]; docs/proofs.md says what it shows and what
// the other options are. Exit code 0: nothing was found; 1: something was; 2: nothing was proven.
// npm run soak -- --render FOLDER: the chart and the verdict of a folder that was kept.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { judge } from '../verdict.ts';
import { chart } from './chart.ts';
import { readCommand, type Command } from './options.ts';
import { faultsOf, figuresOf, growthOf, verdictOf, type SoakVerdict } from './outcome.ts';
import type { Sample } from './sample.ts';
import { rounded } from './sampler.ts';
import { Soak } from './soak.ts';

const shown = 20;

try {
  const command = readCommand();
  process.exitCode = command.render === undefined ? await soak(command) : show(command);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function soak(command: Command): Promise<number> {
  const { keep, json, seed, hours } = command;
  const folder = keep ? resolve(keep) : mkdtempSync(join(tmpdir(), 'hubbub-soak-'));
  if (!json) console.log(`soak, seed ${seed}, ${hours} hours, in ${folder}`);
  try {
    const soaked = await new Soak(folder, command).soak();
    const [log, database] = [join(folder, 'log.jsonl'), join(folder, 'data/hubbub.db')];
    const began = performance.now();
    const judged = await judge({ proof: 'soak', seed, rounds: 1, log, database });
    const judgedSeconds = (performance.now() - began) / 1000;
    const faults = faultsOf(soaked, folder, command);
    const figures = { ...figuresOf(soaked, folder, command), judgedSeconds };
    const verdict = verdictOf(judged, faults, figures);
    const found = [...faults, ...judged.violations];
    writeFileSync(join(folder, 'verdict.json'), `${JSON.stringify(verdict)}\n`);
    writeFileSync(join(folder, 'violations.jsonl'), found.map((one) => `${one}\n`).join(''));
    return show({ ...command, render: folder });
  } finally {
    if (keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function show({ render = '', out, json }: Command): number {
  const read = (name: string) => readFileSync(join(render, name), 'utf8');
  const lines = (name: string) =>
    read(name)
      .split('\n')
      .filter((line) => line !== '');
  const samples = lines('samples.jsonl').map((line) => JSON.parse(line) as Sample);
  const kept = JSON.parse(read('verdict.json')) as SoakVerdict;
  const verdict: SoakVerdict = { ...kept, ...growthOf(samples, kept.hours) };
  const violations = lines('violations.jsonl');
  if (out !== undefined) writeFileSync(out, chart(samples, verdict));
  for (const violation of violations.slice(0, shown)) console.log(violation);
  if (violations.length > shown) console.log(`… and ${violations.length - shown} more`);
  if (json) console.log(JSON.stringify(verdict, rounded));
  else console.table(JSON.parse(JSON.stringify(verdict, rounded)));
  // Where nobody was answered nothing can have been lost.
  if (verdict.acked === 0) throw new Error('nothing was acknowledged, so nothing was proven');
  return verdict.ok ? 0 : 1;
}
