// The cases that random schedules reach too seldom; each was seen by the model or in thought, and each fails without its
// line in the rule.
import { describe, expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  MemberSchema,
  MessageSchema,
  OwnSchema,
  Reason_Code,
  type Change,
} from '../index.ts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { Library } from './library.ts';
import { addHistory, shownMessages, takeChange, type Replica, type Source } from './replica.ts';

const id = 'cnv_0000000000a';
const me: Source = { user: 'alice' };

function change(init: MessageInitShape<typeof ChangeSchema>): Change {
  return create(ChangeSchema, { conversation: id, ...init });
}

function message(seq: number, version: number) {
  return create(MessageSchema, { conversation: id, seq, version, sender: 'bob' });
}

function resetAt(version: number, seqs: readonly number[]): Change {
  const own = create(OwnSchema, { joinSeq: 1 });
  const head = { id, seq: seqs.at(-1) ?? 0, version, own };
  return change({ version, reset: true, head, messages: seqs.map((seq) => message(seq, seq)) });
}

function began(reset: Change, source: Source = me): Replica {
  const step = takeChange(undefined, reset, source);
  if (step.kind !== 'applied') throw new Error(step.kind);
  return step.replica;
}

const asked = (version: number | undefined, whole = false): Source => ({
  ...me,
  asked: { version, whole },
});
const listed = asked(undefined);

describe('a Change', () => {
  const held = began(resetAt(10, [8, 9]));
  const next = (base: number, version: number) =>
    change({ base, version, messages: [message(10, version)] });

  test.each([
    ['older', next(8, 9), 'dropped'],
    ['the same', next(9, 10), 'dropped'],
    ['the next', next(10, 11), 'applied'],
    ['one that overlaps', next(8, 11), 'applied'],
    ['one after a gap', next(11, 12), 'held'],
    ['a bare one', change({ base: 10, version: 11, bare: true }), 'bare'],
    ['a live reset that is older', resetAt(10, [9]), 'dropped'],
    ['a live reset that is newer', resetAt(11, [9]), 'applied'],
  ] as const)('%s', (_name, given, kind) => {
    expect(takeChange(held, given, me).kind).toBe(kind);
  });

  test('one of an unknown conversation is held', () => {
    expect(takeChange(undefined, next(1, 2), me).kind).toBe('held');
  });

  test('one’s own removal needs nothing that is missing before it', () => {
    const members = [
      create(MemberSchema, { user: 'alice', version: 20, left: Reason_Code.KICKED }),
    ];
    expect(takeChange(held, change({ base: 19, version: 20, members }), me).kind).toBe('removed');
  });

  test('left and back within one Change: the old state is asked anew', () => {
    // With nothing said in between, the new joinSeq is the old one.
    const members = [create(MemberSchema, { user: 'alice', version: 12, joinSeq: 1 })];
    expect(takeChange(held, change({ base: 10, version: 12, members }), me).kind).toBe('bare');
    const known = [create(MemberSchema, { user: 'alice', version: 10, joinSeq: 1 })];
    const joining = change({ base: 9, version: 11, members: known });
    expect(takeChange(held, joining, me).kind).toBe('applied');
  });
});

describe('an answer', () => {
  const gone = change({ gone: Reason_Code.NOT_FOUND });

  test('gone counts for the state that was asked for, and for no other', () => {
    expect(takeChange(began(resetAt(10, [9])), gone, asked(10)).kind).toBe('removed');
    // Left, asked, back again: the answer speaks of the time between.
    expect(takeChange(began(resetAt(12, [9])), gone, asked(10)).kind).toBe('again');
  });

  test('a reset of a server that knows less counts', () => {
    const step = takeChange(began(resetAt(10, [8, 9])), resetAt(4, [3]), asked(10));
    expect(step).toMatchObject({ kind: 'applied', replica: { version: 4, from: 3 } });
  });

  test('the newest 50 join what came meanwhile instead of being asked for again', () => {
    const live = change({ base: 10, version: 11, messages: [message(10, 11)] });
    const before = takeChange(began(resetAt(10, [9]), listed), live, me);
    const held = (before as { replica: Replica }).replica;
    const step = takeChange(held, resetAt(10, [7, 8, 9]), asked(10, true));
    const { replica } = step as { replica: Replica };
    expect(replica).toMatchObject({ version: 11, whole: true });
    expect(shownMessages(replica).map((row) => row.seq)).toEqual([7, 8, 9, 10]);
  });
});

describe('history', () => {
  test('joins at the beginning and merges by version', () => {
    const held = began(resetAt(10, [8, 9]));
    const edited = takeChange(
      held,
      change({ base: 10, version: 11, messages: [message(6, 11)] }),
      me,
    );
    const { replica } = edited as { replica: Replica };
    expect(shownMessages(replica).map((row) => row.seq)).toEqual([8, 9]);
    const page = { messages: [message(6, 6), message(7, 7)], notices: [] };
    const joined = addHistory(replica, page, replica.since);
    expect(shownMessages(joined).map((row) => [row.seq, row.version])).toEqual([
      [6, 11],
      [7, 7],
      [8, 8],
      [9, 9],
    ]);
    expect(joined.version).toBe(11);
  });

  test('a page read before a reset is not taken: its rows may have changed unseen', () => {
    const held = began(resetAt(10, [8, 9]));
    expect(addHistory(held, { messages: [message(7, 7)], notices: [] }, 3)).toBe(held);
  });
});

test('a removal overtaken by the joined item of the next membership', () => {
  const changed: string[] = [];
  const holdings = new Library('alice', {
    changed: (one) => changed.push(one),
    usersChanged: () => undefined,
  });
  const self = 'cnv_alice';
  holdings.receive(
    change({ conversation: self, version: 1, reset: true, head: { id: self, version: 1 } }),
  );
  holdings.receive(resetAt(10, [9]));
  const items = [{ kind: 1, key: id, version: 2 }];
  holdings.receive(change({ conversation: self, base: 1, version: 2, items }));
  expect(holdings.wanted.size).toBe(0);
  const members = [create(MemberSchema, { user: 'alice', version: 11, left: Reason_Code.LEFT })];
  holdings.receive(change({ base: 10, version: 11, members }));
  expect(holdings.replicas.has(id)).toBe(false);
  expect([...holdings.wanted]).toEqual([[id, 'now']]);
});
