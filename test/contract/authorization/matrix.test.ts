// Who may call what: every operation by every kind of caller. What is expected derives from the operation table and the rows; a
// new operation without a row fails. Where the same is expected at several doors, one of them is tried, the next operation and
// the next caller at the next door, so that each operation and each caller comes through all: doors share one dispatch, and
// test/contract/isolation/doors.test.ts calls every operation through each. HUBBUB_FULL=1 tries every caller at every door.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { methods, type OperationName } from '@hubbub/protocol';
import type { Door } from '../../../packages/server/src/features/operation.ts';
import { runs } from '../../support/runs.ts';
import { callers, doors, expected, isBrought, table, users, type Caller } from './callers.ts';
import { makeCast, type Cast } from './cast.ts';
import type { Expected, Place } from './row.ts';
import { rows } from './rows.ts';

setDefaultTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});
afterAll(() => cast.stop());

const names = Object.keys(methods) as OperationName[];

test('every operation stands in the table and has a row', () => {
  expect([...table.keys()].toSorted()).toEqual(names.toSorted());
  expect(Object.keys(rows).toSorted()).toEqual(names.toSorted() as string[]);
});

test('what is done in a conversation has an expectation for the muted and for admins', () => {
  const inPlaces = names.filter((op) => /^(conversation|message|invite|mark)\./.test(op));
  const missing = inPlaces.filter(
    (op) => rows[op]?.users !== undefined && rows[op].users.length <= users.indexOf('admin'),
  );
  expect(missing).toEqual([]);
});

interface Cell {
  readonly door: Door;
  readonly wanted: Expected;
}

/** What is tried of an operation by a caller: at least one door for each outcome that is expected. */
function cells(op: OperationName, caller: Caller): readonly Cell[] {
  const all = doors.flatMap((door): Cell[] => {
    const wanted = expected(op, caller, door);
    return wanted === undefined ? [] : [{ door, wanted }];
  });
  const turn = names.indexOf(op) + callers.indexOf(caller);
  const some = [...Map.groupBy(all, ({ wanted }) => wanted).values()].flatMap(
    (alike) => alike[turn % alike.length] ?? [],
  );
  return runs(some, all);
}

test('every operation is tried at every door it has, and every caller who may knock there', () => {
  const tried = new Set<string>();
  for (const op of names)
    for (const caller of callers)
      for (const { door } of cells(op, caller)) tried.add(`${op} ${door}`).add(`${caller} ${door}`);
  const missing = names.flatMap((op) =>
    callers.flatMap((caller) =>
      doors
        .filter((door) => expected(op, caller, door) !== undefined)
        .flatMap((door) => [`${op} ${door}`, `${caller} ${door}`])
        .filter((one) => !tried.has(one)),
    ),
  );
  expect([...new Set(missing)]).toEqual([]);
});

for (const op of names)
  test(op, async () => {
    const row = rows[op];
    if (row === undefined) throw new Error(`${op} has no row in rows.ts`);
    let place: Place | undefined;
    for (const caller of callers) {
      // They are brought into a place of their own.
      if (isBrought(caller)) place = undefined;
      for (const { door, wanted } of cells(op, caller)) {
        place ??= await cast.place(row.kind, { caller, areNew: row.ends });
        const args = row.args(place, caller);
        const outcome = await cast.attempt({ op, caller, door, args });
        expect({ caller, door, outcome }).toEqual({ caller, door, outcome: wanted });
        // What was refused changed nothing; what succeeded is nothing to the next, unless it only reads.
        if (wanted === 'ok' && row.reads !== true) place = undefined;
      }
    }
  });
