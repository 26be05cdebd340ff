// D5: a stopped store is copied, and in each copy one bit is another one, or the end of the file is missing. The copy does not
// start and says which file it is, or says of a message
// that it cannot be read: it shows nothing else than what was said, and not less.
import { cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unreadable, type Device } from '../device.ts';
import { underLoad, type Options } from '../load.ts';
import { Server } from '../server.ts';
import type { Random } from '../random.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const file = 'hubbub.db';
const leastLoadMs = 2_000;
/** How many copies are looked at, each by a server of its own. */
const atOnce = 2;

export async function bitrot(options: Options): Promise<Judged> {
  const roundMs = Math.max(options.roundMs, leastLoadMs);
  const attack = { strike: async () => undefined, after: (stage: Stage) => spoil(stage, options) };
  const judged = await underLoad('bitrot', attack)({ ...options, rounds: 1, roundMs });
  return { ...judged, verdict: { ...judged.verdict, rounds: options.rounds } };
}

async function spoil(stage: Stage, options: Options): Promise<void> {
  await stage.end('SIGTERM');
  const { measured } = stage;
  Object.assign(measured, { refusedStarts: 0, refusedReads: 0, unharmed: 0, wrong: 0 });
  let round = 0;
  const copies = Array.from({ length: atOnce }, async (_, i) => {
    const copy = `${options.folder}/copy${i}`;
    while (round < options.rounds) {
      round += 1;
      rmSync(copy, { recursive: true, force: true });
      cpSync(stage.setup.folder, copy, { recursive: true });
      const what = damage(copy, stage.random);
      const found = await look(stage, { ...stage.setup, folder: copy }, what);
      measured[found] = (measured[found] ?? 0) + 1;
    }
  });
  await Promise.all(copies);
}

/** @returns what was done */
function damage(folder: string, random: Random): string {
  const path = join(folder, file);
  const { size } = statSync(path);
  if (random.below(5) === 0) {
    const length = size - 1 - random.below(Math.min(size - 1, 20_000));
    truncateSync(path, length);
    return `${file} cut to ${length} of ${size}`;
  }
  const bytes = readFileSync(path);
  const at = placeIn(bytes, random);
  const bit = random.below(8);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(path, bytes);
  return `${file} bit ${bit} of byte ${at} of ${size}`;
}

/** Half of them in what somebody said, where it is not the tree that shows it. */
function placeIn(bytes: Buffer, random: Random): number {
  const at = random.below(bytes.length);
  const said = random.below(2) === 0 ? bytes.indexOf(' says hello', at) : -1;
  return said < 0 ? at : said + random.below(' says hello'.length);
}

async function look(stage: Stage, setup: Stage['setup'], what: string): Promise<string> {
  const fault = (evidence: string): string => {
    stage.fault('D5', `${what}: ${evidence}`);
    return 'wrong';
  };
  let server: Server;
  try {
    server = await Server.start(setup);
  } catch (error) {
    return /hubbub\.db/.test(String(error)) ? 'refusedStarts' : fault(String(error));
  }
  let found = 'unharmed';
  // One device of each user.
  for (const device of stage.devices.filter(({ device: name }) => name.endsWith('.0'))) {
    const difference = await compare(device, server.socketUrl);
    if (difference === 'refused') found = 'refusedReads';
    else if (difference !== undefined) found = fault(difference);
    if (found === 'wrong') break;
  }
  await server.end('SIGKILL');
  return found;
}

async function compare(device: Device, url: string): Promise<string | undefined> {
  const shown = await device.readAt(url);
  let refused: string | undefined;
  for (const [conversation, texts] of device.texts) {
    const there = shown.get(conversation);
    if (there === undefined) refused = 'refused';
    else
      for (const [seq, text] of texts)
        if (there.get(seq) === unreadable) refused = 'refused';
        else if (there.get(seq) !== text)
          return `${conversation}#${seq} is ${there.get(seq) ?? 'not there'} instead of ${text}`;
  }
  return refused;
}
