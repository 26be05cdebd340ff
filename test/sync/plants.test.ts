// Each rule of docs/sync.md broken once: the model must notice. A plant that stays green is a hole in the model. (Two need
// a schedule so rare that they stand alone in packages/protocol/src/replica/replica.test.ts: `gone` of an old state, and
// history that was read before a reset.)
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { Change } from '@hubbub/protocol';
import {
  takeChange,
  type Replica,
  type Source,
} from '../../packages/protocol/src/replica/replica.ts';
import type { Faults, Step } from '../../packages/protocol/src/sync-model/world.ts';
import { harshSchedule, rareSchedules, run, runOnline } from './steps.ts';

function findsFault(faults: Faults): boolean {
  const outcome = fc.check(
    fc.property(
      harshSchedule,
      (steps) => run(steps, faults) === undefined && runOnline(steps, faults) === undefined,
    ),
    {
      numRuns: 3000,
      endOnFailure: true,
      seed: 7,
      examples: rareSchedules.map((steps): [Step[]] => [steps]),
    },
  );
  return outcome.failed;
}

/** The rule with something done to what it is given. */
function altered(
  alter: (replica: Replica | undefined, change: Change, source: Source) => Change,
): Faults {
  return {
    take: (replica, change, source) => takeChange(replica, alter(replica, change, source), source),
  };
}

/** The rule with something done to what it answers. */
function spoiled(spoil: (before: Replica, after: Replica, change: Change) => Replica): Faults {
  return {
    take: (replica, change, source) => {
      const step = takeChange(replica, change, source);
      return step.kind === 'applied' && replica !== undefined
        ? { kind: 'applied', replica: spoil(replica, step.replica, change) }
        : step;
    },
  };
}

const clientPlants: Record<string, Faults> = {
  'applies when base > mine': altered((replica, change) => {
    const base = Math.min(change.base ?? 0, replica?.version ?? 0);
    return { ...change, base };
  }),
  'an older row replaces a newer one': spoiled((_, after, change) => ({
    ...after,
    messages: after.messages.map(
      (row) => change.messages.find((other) => other.seq === row.seq) ?? row,
    ),
    members: new Map([...after.members, ...change.members.map((row) => [row.user, row] as const)]),
  })),
  'an older Change is applied again': altered((replica, change) =>
    replica !== undefined &&
    !change.reset &&
    change.gone === 0 &&
    (change.version ?? 0) <= replica.version
      ? { ...change, base: replica.version, version: replica.version + 1 }
      : change,
  ),
  'ignores reset': altered((replica, change) =>
    replica === undefined ? change : { ...change, reset: false, base: 0 },
  ),
  'keeps rows across a reset': spoiled((before, after, change) =>
    change.reset
      ? {
          ...after,
          messages: [
            ...new Map(
              [...before.messages, ...after.messages].map((row) => [row.seq, row]),
            ).values(),
          ],
        }
      : after,
  ),
  'stays after its own removal': altered((_, change, { user }) => ({
    ...change,
    members: change.members.filter((row) => row.user !== user || row.left === 0),
  })),
  'stays after gone': altered((_, change) =>
    change.gone === 0 ? change : { ...change, gone: 0, base: 0 },
  ),
  'takes a bare change for a whole one': altered((_, change) => ({ ...change, bare: false })),
  'takes its new membership for the old one': {
    take: (replica, change, source) =>
      // An answer to a pull may hold one's own row: it brings `own` with it.
      takeChange(replica, change, {
        ...source,
        ...(change.reset || change.gone !== 0
          ? {}
          : { asked: source.asked ?? { version: replica?.version, whole: false } }),
      }),
  },
  'history moves the version': spoiled((_, after) => ({
    ...after,
    version: after.version + (after.messages.length === 4 ? 1 : 0),
  })),
  'forgets a tombstone': spoiled((_, after) => ({
    ...after,
    members: new Map([...after.members].filter(([, row]) => row.left === 0)),
  })),
  'shows from the first row held': spoiled((_, after) => ({
    ...after,
    from: after.messages[0]?.seq ?? after.from,
  })),
  'no pull after reconnecting': { client: 'no pull after reconnecting' },
  'shows pages early': { client: 'shows pages early' },
  'forgets what to pull': { client: 'forgets what to pull' },
  'never counts anew': { client: 'never counts anew' },
  'cuts without counting': { client: 'cuts without counting' },
  'counts again what a pull counted': spoiled((_, after) => ({
    ...after,
    counted: { ...after.counted, version: 0 },
  })),
  'does not count what changed since a pull': spoiled((_, after) => ({
    ...after,
    counted: { ...after.counted, version: Infinity },
  })),
};

const serverPlants: Record<string, Faults> = Object.fromEntries(
  (
    [
      'no reset after rejoining',
      'no tombstones in deltas',
      'rows below the floor',
      'notices of before in a repair',
      'delivers after removal',
      'version ahead of the rows',
      'no gone in pulls',
      'page ends within a version',
      'keeps the epoch when restored',
      'changes what was recalled',
      'counts what was read',
    ] as const
  ).map((server) => [server, { server }]),
);

describe.each([
  ['client', clientPlants],
  ['server', serverPlants],
] as const)('a %s that breaks a rule is noticed:', (_, plants) => {
  test.each(Object.entries(plants))('%s', (_name, faults) => {
    expect(findsFault(faults)).toBe(true);
  });
});
