// Who may call what: every operation by every kind of caller through every door. What is expected derives from the operation
// table and the rows; a new operation without a row fails.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { methods, type OperationName } from '@hubbub/protocol';
import { callers, doors, expected, isBrought, table, users } from './callers.ts';
import { makeCast, type Cast } from './cast.ts';
import type { Place } from './row.ts';
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

for (const op of names)
  test(op, async () => {
    const row = rows[op];
    if (row === undefined) throw new Error(`${op} has no row in rows.ts`);
    let place: Place | undefined;
    for (const caller of callers) {
      // They are brought into a place of their own.
      if (isBrought(caller)) place = undefined;
      for (const door of doors) {
        const wanted = expected(op, caller, door);
        if (wanted === undefined) continue;
        place ??= await cast.place(row.kind, { caller, areNew: row.ends });
        const args = row.args(place, caller);
        const outcome = await cast.attempt({ op, caller, door, args });
        expect({ caller, door, outcome }).toEqual({ caller, door, outcome: wanted });
        // What was refused changed nothing; what succeeded is nothing to the next, unless it only reads.
        if (wanted === 'ok' && row.reads !== true) place = undefined;
      }
    }
  });
