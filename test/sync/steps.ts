import fc from 'fast-check';
import { World, type Faults, type Step } from '../../packages/protocol/src/sync-model/world.ts';

const client = fc.nat(3);
const room = fc.nat(1);

const inRoom = (weight: number, ...what: string[]) => ({
  weight,
  arbitrary: fc.record({ do: fc.constantFrom(...what), client, room }),
});

/** Random schedules: what people do, and what the network does to it. */
export const schedule = fc.array(
  fc.oneof(
    inRoom(2, 'create', 'join'),
    inRoom(2, 'leave', 'rename', 'history', 'whole'),
    inRoom(5, 'send'),
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('kick', 'mute'), client, room, which: fc.nat(4) }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constantFrom('call', 'mark', 'recall', 'edit', 'react', 'pin', 'hide', 'clear'),
        client,
        room,
        which: fc.nat(6),
      }),
    },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver'), client, at: fc.nat(5) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('lose', 'repeat', 'repair'),
        client,
        at: fc.nat(5),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('connect', 'tick', 'shorten'), client }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('disconnect', 'restart'), client }) },
  ) as fc.Arbitrary<Step>,
  { minLength: 1, maxLength: 120, size: 'max' },
);

/** Somebody has been there before: what is held began as entries of a list. */
const prelude: Step[] = [
  { do: 'create', client: 0, room: 0 },
  { do: 'join', client: 1, room: 0 },
  { do: 'join', client: 2, room: 0 },
  ...[0, 1, 2, 0, 1].map((sender): Step => ({ do: 'send', client: sender, room: 0 })),
  ...[0, 1, 2, 3].flatMap((who): Step[] => [
    { do: 'disconnect', client: who },
    { do: 'connect', client: who },
    { do: 'deliver', client: who, at: 0 },
    { do: 'deliver', client: who, at: 0 },
  ]),
];

/** The same, and now and then a conversation is deleted or the database exchanged. */
export const harshSchedule = fc
  .tuple(schedule, fc.array(fc.tuple(fc.nat(120), fc.nat(5), room), { maxLength: 3 }), fc.boolean())
  .map(([steps, blows, isOld]) => {
    const all = [...(isOld ? prelude : []), ...steps];
    for (const [at, kind, which] of blows)
      all.splice(
        at % (all.length + 1),
        0,
        kind === 0 ? { do: 'restore' } : { do: 'delete', client: kind % 3, room: which },
      );
    return all;
  });

/** Four messages of one, of which another (0, or its second device 3) holds the last alone; the second was recalled. */
const listed: Step[] = [
  { do: 'create', client: 1, room: 1 },
  { do: 'join', client: 0, room: 1 },
  ...[1, 1, 1, 1].map((sender): Step => ({ do: 'send', client: sender, room: 1 })),
  { do: 'recall', client: 1, room: 1, which: 2 },
  { do: 'disconnect', client: 0 },
  { do: 'connect', client: 0 },
  { do: 'deliver', client: 0, at: 0 },
];

/** Schedules that random ones come upon too seldom. */
export const rareSchedules: readonly Step[][] = [
  // The hub has missed a renaming and the joining after it.
  [
    { do: 'create', client: 0, room: 1 },
    { do: 'rename', client: 0, room: 1 },
    { do: 'join', client: 1, room: 1 },
    { do: 'repair', client: 1, at: 3 },
  ],
  // Members are read, one leaves, and the leaving overtakes what was read.
  [
    { do: 'create', client: 0, room: 1 },
    { do: 'join', client: 1, room: 1 },
    { do: 'disconnect', client: 0 },
    { do: 'connect', client: 0 },
    { do: 'deliver', client: 0, at: 0 },
    { do: 'whole', client: 0, room: 1 },
    { do: 'leave', client: 1, room: 1 },
    { do: 'deliver', client: 0, at: 1 },
    { do: 'deliver', client: 0, at: 0 },
  ],
  // What was counted as recalled is changed once more.
  [...listed, { do: 'react', client: 1, room: 1, which: 2 }, { do: 'deliver', client: 0, at: 0 }],
  // A message that is not held is recalled.
  [...listed, { do: 'recall', client: 1, room: 1, which: 1 }, { do: 'deliver', client: 0, at: 0 }],
  // What was counted as a call is pinned.
  [
    { do: 'create', client: 0, room: 0 },
    ...[0, 1, 2, 3, 4].map((): Step => ({ do: 'call', client: 0, room: 0, which: 0 })),
    { do: 'join', client: 2, room: 0 },
    ...[0, 1].flatMap((which): Step[] => [
      { do: 'pin', client: 0, room: 0, which },
      { do: 'react', client: 0, room: 0, which: which + 2 },
    ]),
  ],
  // A call that no pull has counted is not among what is kept across a restart.
  [
    ...listed,
    { do: 'call', client: 1, room: 1, which: 1 },
    ...[1, 1, 1].map((sender): Step => ({ do: 'send', client: sender, room: 1 })),
    ...[0, 0, 0, 0, 0, 0].map((at): Step => ({ do: 'deliver', client: 0, at })),
    { do: 'restart', client: 0 },
  ],
  // A message is recalled and let go of while a page with its state of before is under way.
  [
    ...prelude,
    { do: 'repair', client: 2, at: 2 },
    { do: 'deliver', client: 2, at: 2 },
    { do: 'shorten', client: 2 },
    { do: 'send', client: 0, room: 0 },
    { do: 'history', client: 2, room: 0 },
    { do: 'recall', client: 0, room: 0, which: 3 },
    { do: 'repair', client: 2, at: 1 },
    { do: 'deliver', client: 2, at: 1 },
    { do: 'shorten', client: 2 },
  ],
  // Whoever is removed in the middle of an answer of several pages comes back.
  [
    ...prelude,
    ...[0, 0, 0].map((sender): Step => ({ do: 'send', client: sender, room: 0 })),
    { do: 'disconnect', client: 1 },
    { do: 'send', client: 0, room: 0 },
    { do: 'call', client: 0, room: 0, which: 0 },
    { do: 'connect', client: 1 },
    { do: 'kick', client: 0, room: 0, which: 1 },
    { do: 'pin', client: 0, room: 0, which: 2 },
    { do: 'call', client: 0, room: 0, which: 0 },
    { do: 'deliver', client: 1, at: 0 },
    { do: 'join', client: 1, room: 0 },
    { do: 'lose', client: 1, at: 0 },
    { do: 'deliver', client: 1, at: 1 },
    { do: 'leave', client: 0, room: 0 },
  ],
  // Read elsewhere up to a message that is not held.
  [...listed, { do: 'mark', client: 3, room: 1, which: 2 }, { do: 'deliver', client: 0, at: 0 }],
];

/** Runs a schedule; says what was wrong, if anything. */
export function run(steps: readonly Step[], faults: Faults = {}): string | undefined {
  const world = new World(faults);
  for (const client of world.clients) client.connect();
  for (const step of steps) world.apply(step);
  world.settle();
  return world.findFault();
}

const breaks = new Set(['lose', 'disconnect', 'restart', 'connect', 'restore']);

/** The same with nothing lost: then nobody has to reconnect. */
export function runOnline(steps: readonly Step[], faults: Faults = {}): string | undefined {
  const world = new World(faults);
  for (const client of world.clients) client.connect();
  for (const step of steps) if (!breaks.has(step.do)) world.apply(step);
  world.settleOnline();
  return world.findFault();
}
