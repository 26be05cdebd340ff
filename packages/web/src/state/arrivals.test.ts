import { expect, test } from 'bun:test';
import { Reason_Code, type Change } from '@hubbub/protocol';
import { arrivalsOf } from './arrivals.ts';

interface Row {
  user: string;
  version: number;
  left?: Reason_Code;
  joinedAt?: { seconds: bigint; nanos: number };
}

function change(members: Row[], reset = false): Change {
  const rows = members.map((row) => ({ left: 0, joinedAt: { seconds: 1n, nanos: 0 }, ...row }));
  return { conversation: 'cnv_1', members: rows, reset } as unknown as Change;
}

test('who was not there joined; who was and is gone left', () => {
  const known = new Map<string, string>();
  expect(arrivalsOf(change([{ user: 'bob', version: 4 }]), known, 7)).toEqual([
    { user: 'bob', what: 'joined', anchor: 7, version: 4 },
  ]);
  const left = change([{ user: 'bob', version: 5, left: Reason_Code.LEFT }]);
  expect(arrivalsOf(left, known, 8).map((line) => line.what)).toEqual(['left']);
  expect(arrivalsOf(left, known, 8)).toEqual([]);
});

test('a role that changes is nobody coming', () => {
  const known = new Map<string, string>();
  arrivalsOf(change([{ user: 'bob', version: 4 }]), known, 0);
  expect(arrivalsOf(change([{ user: 'bob', version: 9 }]), known, 0)).toEqual([]);
  const again = change([{ user: 'bob', version: 10, joinedAt: { seconds: 2n, nanos: 0 } }]);
  expect(arrivalsOf(again, known, 0).map((line) => line.what)).toEqual(['joined']);
});

test('a reset is the whole state, nobody came by it', () => {
  const known = new Map<string, string>();
  expect(arrivalsOf(change([{ user: 'bob', version: 4 }], true), known, 0)).toEqual([]);
  expect(arrivalsOf(change([{ user: 'bob', version: 4 }]), known, 0)).toEqual([]);
});

test('being removed is told by a notice', () => {
  const known = new Map([['bob', '1.0']]);
  const kicked = change([{ user: 'bob', version: 5, left: Reason_Code.KICKED }]);
  expect(arrivalsOf(kicked, known, 0).map((line) => line.what)).toEqual([]);
});
