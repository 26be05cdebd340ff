// npm run soak -- [--hours H] …
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { named } from '../named.ts';

export interface Options {
  readonly hours: number;
  readonly seed: number;
  readonly devices: number;
  /** What the devices do together, in a second. */
  readonly rate: number;
  /** Connections that end and are made anew, in a second. */
  readonly connects: number;
  /** Seconds between two stalls of slow readers, one of whom is each tenth device. */
  readonly stallEvery: number;
  readonly uploads: number;
  readonly every: number;
  /** What memory may grow by in an hour once it is warm, and how much that must be to count at all. */
  readonly slopeMb: number;
  readonly riseMb: number;
  /** How many more handles may be open in the end than before the devices came. */
  readonly handles: number;
  /** Files that break the server. */
  readonly plants: readonly string[];
}

const defaults = {
  hours: 0.1,
  seed: Date.now() % 1_000_000,
  devices: 40,
  rate: 10,
  connects: 2,
  'stall-every': 30,
  uploads: 0.2,
  every: 5,
  'slope-mb': 24,
  'rise-mb': 32,
  handles: 4,
} as const;

type Name = keyof typeof defaults;

const plants = ['memory-leak', 'handle-leak'].map((name) => ({ name }));

export interface Command extends Options {
  readonly json: boolean;
  readonly keep: string | undefined;
  readonly out: string | undefined;
  /** A kept folder that is only shown again. */
  readonly render: string | undefined;
}

export function readCommand(): Command {
  const numbers = Object.keys(defaults).map((name) => [name, { type: 'string' }] as const);
  const { values } = parseArgs({
    options: {
      ...(Object.fromEntries(numbers) as Record<Name, { type: 'string' }>),
      json: { type: 'boolean', default: false },
      keep: { type: 'string' },
      out: { type: 'string' },
      render: { type: 'string' },
      plant: { type: 'string', multiple: true, default: [] },
    },
  });
  const of = (name: Name): number => {
    const number = Number(values[name] ?? defaults[name]);
    if (!Number.isFinite(number) || number < 0) throw new Error(`--${name} is a number from 0`);
    return number;
  };
  return {
    hours: of('hours'),
    seed: Math.floor(of('seed')),
    devices: Math.max(2, of('devices')),
    rate: of('rate'),
    connects: of('connects'),
    stallEvery: of('stall-every'),
    uploads: of('uploads'),
    every: of('every'),
    slopeMb: of('slope-mb'),
    riseMb: of('rise-mb'),
    handles: of('handles'),
    plants: values.plant.map((name) => fileOf(named('plant', plants, name).name)),
    json: values.json,
    keep: values.keep,
    out: values.out,
    render: values.render,
  };
}

function fileOf(name: string): string {
  return join(import.meta.dir, 'plants', `${name}.ts`);
}
