// D5: a stopped store is copied, and in each copy one bit is another one, or the end of the file is missing. The copy does not
// start and says which file it is, or says of a message that it cannot be read: it shows nothing else than what was said, and not
// less, unless it says soon by itself that its database is damaged.
import { Database } from 'bun:sqlite';
import {
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { unreadable, type Device } from '../device.ts';
import { underLoad, type Options } from '../load.ts';
import { metric } from '../metrics.ts';
import { Server } from '../server.ts';
import type { Random } from '../random.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const file = 'hubbub.db';
const leastLoadMs = 2_000;
/** How many copies are looked at, each by a server of its own. */
const atOnce = 2;
/** How soon it says so. */
const namedMs = 30_000;

interface Page {
  readonly at: number;
  readonly size: number;
}

interface Difference {
  readonly evidence: string;
  /** Something is not there; else something else is. */
  readonly isLess: boolean;
}

export async function bitrot(options: Options): Promise<Judged> {
  const roundMs = Math.max(options.roundMs, leastLoadMs);
  const attack = { strike: async () => undefined, after: (stage: Stage) => spoil(stage, options) };
  const judged = await underLoad('bitrot', attack)({ ...options, rounds: 1, roundMs });
  return { ...judged, verdict: { ...judged.verdict, rounds: options.rounds } };
}

async function spoil(stage: Stage, options: Options): Promise<void> {
  await stage.end('SIGTERM');
  const { measured } = stage;
  Object.assign(measured, {
    refusedStarts: 0,
    refusedReads: 0,
    mended: 0,
    named: 0,
    unharmed: 0,
    wrong: 0,
  });
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
  const at = placeIn(bytes, { path, random });
  const bit = random.below(8);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(path, bytes);
  return `${file} bit ${bit} of byte ${at} of ${size}`;
}

/**
 * A quarter each in what somebody said, where it is not the tree that shows it; in indexes of messages, where they say something; in
 * the one of these by which messages are read; and anywhere.
 */
function placeIn(bytes: Buffer, { path, random }: { path: string; random: Random }): number {
  const at = random.below(bytes.length);
  const kind = random.below(4);
  const said = kind === 0 ? bytes.indexOf(' says hello', at) : -1;
  if (said >= 0) return said + random.below(' says hello'.length);
  const indexes = [undefined, 'message_by_', 'sqlite_autoindex_message_'][kind];
  const places = indexes === undefined ? [] : placesIn(bytes, { path, indexes });
  return places[random.below(Math.max(1, places.length))] ?? at;
}

function placesIn(
  bytes: Buffer,
  { path, indexes }: { path: string; indexes: string },
): readonly number[] {
  const database = new Database(path, { readonly: true });
  const pages = database
    .query<Page, [string]>('select pgoffset as at, pgsize as size from dbstat where name glob ?')
    .all(`${indexes}*`);
  database.close();
  return pages
    .flatMap(({ at, size }) => Array.from({ length: size }, (_, i) => at + i))
    .filter((at) => bytes[at] !== 0);
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
  const kept = existsSync(join(setup.folder, `${file}.damaged`));
  let found = kept ? 'mended' : 'unharmed';
  // One device of each user.
  for (const device of stage.devices.filter(({ device: name }) => name.endsWith('.0'))) {
    const difference = await compare(device, server.socketUrl);
    if (difference === 'refused') found = 'refusedReads';
    else if (difference?.isLess === true && (await isNamed(stage, server))) found = 'named';
    else if (difference !== undefined) found = fault(difference.evidence);
    if (found === 'wrong' || found === 'named') break;
  }
  await server.end('SIGKILL');
  if (found === 'named' && !/is damaged/.test(await server.said))
    return fault('it knows of damage and did not say so');
  return found;
}

/** By itself: nobody reads what is not found. */
async function isNamed(stage: Stage, { url }: Server): Promise<boolean> {
  return stage.soon(async () => (await metric(url, 'hubbub_database_damaged')) > 0, namedMs);
}

async function compare(device: Device, url: string): Promise<Difference | 'refused' | undefined> {
  const shown = await device.readAt(url);
  let refused: 'refused' | undefined;
  for (const [conversation, texts] of device.texts) {
    const there = shown.get(conversation);
    if (there === undefined) refused = 'refused';
    else
      for (const [seq, text] of texts) {
        const instead = there.get(seq);
        if (instead === unreadable) refused = 'refused';
        else if (instead !== text)
          return {
            evidence: `${conversation}#${seq} is ${instead ?? 'not there'} instead of ${text}`,
            isLess: instead === undefined,
          };
      }
  }
  return refused;
}
