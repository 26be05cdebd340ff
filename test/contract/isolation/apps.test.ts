// Two apps with equal ids everywhere, in one database and on one hub. Whatever is done in one gives what it would give if
// there were no other, changes no row of the other and is heard by nobody there. An operation without a call in calls.ts
// fails.
import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { conversationId, operationName, parseId, type AppId } from '@hubbub/protocol';
import { operations } from '../../../packages/server/src/features/index.ts';
import { readDifference, readHeads } from '../../../packages/server/src/store/difference-store.ts';
import { memberships } from '../../../packages/server/src/store/membership-store.ts';
import { purgeSlice } from '../../../packages/server/src/store/purge-store.ts';
import { databaseMs, engines } from '../store/engines.ts';
import { plan, type PlannedCall } from './calls.ts';
import type { Cast } from './seed.ts';
import { stage, type Stage } from './stage.ts';
import { makeTwins, marks, otherOf, type App } from './twins.ts';

setDefaultTimeout(databaseMs);

for (const engine of engines)
  describe(engine.name, () => {
    test('what one app does is nothing to the other', async () => {
      const twins = await makeTwins(engine);
      const truth = await stage(twins.alone, twins.cast, ['main']);
      const both = await stage(twins.both, twins.cast, ['main', 'shop']);
      try {
        const right = await runAll(truth, 'main');
        expect(await runAll(both, 'shop')).toEqual(right);
        expect(await runAll(both, 'main')).toEqual(right);
      } finally {
        await truth.close();
        await both.close();
        await twins.remove();
      }
    }, 180_000);
  });

test('every operation is called', async () => {
  const cast = { callers: { alice: {}, bob: {}, charlie: {} }, ids: new Set() } as unknown as Cast;
  const called = new Set(plan(cast).map(({ op }) => op as string));
  // The operator is in no app: what it does is to look across them (test/e2e/app).
  const inApps = operations({} as never).filter(({ who }) => who !== 'operator');
  const names = inApps.map(({ method }) => operationName(method) as string);
  expect([...called].toSorted()).toEqual(names.toSorted());
});

/** @returns what every call answered and what everybody heard, without what no two runs have in common */
async function runAll(on: Stage, app: App): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  for (const planned of plan(on.cast)) seen.push(await runOne(on, app, planned));
  for (const look of behindTheDoors(on.cast)) {
    const before = await on.rows(otherOf(app));
    const answer = Bun.inspect(await look(on, app as string as AppId), { depth: 20 });
    seen.push(plain(on.cast, answer));
    expect(await on.rows(otherOf(app))).toBe(before);
  }
  expect(on.house.reports).toEqual([]);
  return seen;
}

async function runOne(on: Stage, app: App, planned: PlannedCall): Promise<unknown> {
  const { own, others } = { own: marks[app], others: marks[otherOf(app)] };
  const name = `${planned.op} ${planned.as ?? 'anyone'} in ${app}`;
  const { answer, wrote, wroteBeside, emissions, heard, heardBeside } = await on.observe(
    app,
    planned,
  );
  // What must not be stands beside what the call may do: a failure names the call.
  expect({
    name,
    othersSecret: answer.includes(others) || heard.some((frame) => frame.includes(others)),
    shows: answer.includes(own),
    wrote,
    wroteBeside,
    heardBeside,
    apps: [...new Set(emissions.flatMap((one) => ('app' in one ? [one.app] : [])))].filter(
      (one) => (one as string) !== app,
    ),
  }).toEqual({
    name,
    othersSecret: false,
    shows: planned.does.has('shows'),
    wrote: planned.does.has('writes'),
    wroteBeside: false,
    heardBeside: [],
    apps: [],
  });
  return {
    op: planned.op,
    answer: planned.op === 'event.read' ? eventsIn(plain(on.cast, answer)) : plain(on.cast, answer),
    heard: heard.map((one) => plain(on.cast, one)),
  };
}

/** Events of different conversations have an order of their own in each run. */
function eventsIn(answer: string): readonly string[] {
  return answer
    .replaceAll(/"id":"\d+"/g, '')
    .split('{"kind"')
    .map((one) => one.replace(/,$/, ''))
    .toSorted();
}

/** What the server reads and writes without being asked. */
function behindTheDoors({ callers, lobby, hall, phone }: Cast) {
  const { alice } = callers;
  const room = conversationId(hall);
  const conversation = parseId('cnv', lobby) ?? 0;
  return [
    ({ store }: Stage, app: AppId) => store.read(app, memberships, { user: alice.user }),
    ({ store }: Stage, app: AppId) =>
      store.read(app, readDifference, { conversation: room, base: 1 }),
    ({ store }: Stage, app: AppId) => store.read(app, readHeads, { conversations: [room] }),
    async ({ house }: Stage, app: AppId) => [
      ...(await house.authenticator.stillValid(app, [alice.device, callers.bob.device, phone])),
    ],
    ({ store }: Stage, app: AppId) => store.write(app, purgeSlice, { conversation, limit: 1_000 }),
  ];
}

function plain({ ids }: Cast, text: string): string {
  return (
    text
      .replaceAll(/(main|shop)-secret/g, 'secret')
      .replaceAll(/"(token|ticket|secret|code|password)":"[^"]+"/g, '"$1":"…"')
      .replaceAll(/(challenge\\":\\"|&secret=)[\w-]+/g, '$1…')
      // A passkey's user handle is an id.
      .replaceAll(/(user\\":{\\"id\\":\\")\w+/g, '$1…')
      .replaceAll(/Hubbub(?: |%20)shop/g, 'Hubbub')
      .replaceAll(/(nanos|seconds): \d+n?/g, '$1: 0')
      // One counter of the node orders what it tells of presence.
      .replaceAll(/("(?:online|count)":\w+,"counter":)\d+/g, '$1 0')
      // A game's own time.
      .replaceAll(/"tick":\d+/g, '"tick": 0')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')
      .replaceAll(/\b(usr|dev|cnv|gam|mom|int|med|exp|inv|rep|upl)_[0-9a-z]{11}/g, (id) =>
        ids.has(id) ? id : 'new',
      )
  );
}
