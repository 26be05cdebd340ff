// The checker on histories broken by hand: each must be named by what it breaks, and a right one by nothing.
import { describe, expect, test } from 'bun:test';
import {
  check,
  type Attempt,
  type History,
  type Invariant,
  type Replica,
  type Stored,
} from './checker.ts';

function row(seq: number, clientMsgId: string, more: Partial<Stored> = {}): Stored {
  return { conversation: 'room', sender: 'alice', text: clientMsgId, seq, clientMsgId, ...more };
}

function sent(clientMsgId: string, at: number, seq?: number): Attempt {
  const known = { device: 'alice 1', sender: 'alice', conversation: 'room', text: clientMsgId };
  const asked = { ...known, clientMsgId, invokedAt: at };
  return seq === undefined
    ? { ...asked, outcome: 'unknown' }
    : { ...asked, outcome: 'ok', answeredAt: at + 5, seq };
}

const log = [row(1, 'a'), row(2, 'b'), row(3, 'c')];
const replica: Replica = {
  device: 'bob 1',
  conversation: 'room',
  joinSeq: 1,
  shown: [1, 2, 3],
  held: log,
};
const right: History = {
  attempts: [sent('a', 0, 1), sent('b', 10), sent('b', 20, 2), sent('c', 30, 3), sent('d', 40)],
  stored: log,
  heads: [{ conversation: 'room', seq: 3 }],
  replicas: [replica],
};

const broken: readonly [name: string, invariant: Invariant, change: Partial<History>][] = [
  [
    'an acknowledged message is gone',
    'acknowledged is stored',
    { attempts: [...right.attempts, sent('e', 50, 4)] },
  ],
  [
    'the newest acknowledged one is gone, head included',
    'acknowledged is stored',
    {
      stored: log.slice(0, 2),
      heads: [{ conversation: 'room', seq: 2 }],
      replicas: [{ ...replica, shown: [1, 2], held: log.slice(0, 2) }],
    },
  ],
  ['a message nobody sent', 'stored was attempted', { attempts: right.attempts.slice(0, 3) }],
  [
    'another text',
    'stored was attempted',
    { stored: [row(1, 'a', { text: 'x' }), ...log.slice(1)] },
  ],
  [
    'a retry became a second row',
    'one row per key',
    { stored: [...log, row(4, 'b')], heads: [{ conversation: 'room', seq: 4 }] },
  ],
  [
    'a retry was answered with another seq',
    'one row per key',
    { attempts: [...right.attempts, sent('b', 50, 4)] },
  ],
  ['a gap', 'dense seqs', { stored: [row(1, 'a'), row(2, 'b'), row(4, 'c')] }],
  ['it does not begin at 1', 'dense seqs', { stored: [row(2, 'a'), row(3, 'b')] }],
  ['two rows with one seq', 'dense seqs', { stored: [row(1, 'a'), row(2, 'b'), row(2, 'c')] }],
  ['the head is ahead', 'dense seqs', { heads: [{ conversation: 'room', seq: 4 }] }],
  ['the head is behind', 'dense seqs', { heads: [{ conversation: 'room', seq: 2 }] }],
  ['a conversation without rows', 'dense seqs', { heads: [{ conversation: 'other', seq: 1 }] }],
  [
    'a sender’s two messages changed places',
    'sender order',
    {
      attempts: [sent('a', 0), sent('b', 1), sent('c', 2)],
      stored: [row(1, 'b'), row(2, 'a'), row(3, 'c')],
    },
  ],
  [
    'the retried one fell behind the next',
    'sender order',
    {
      attempts: [sent('a', 0), sent('b', 1), sent('c', 2), sent('a', 10)],
      stored: [row(1, 'b'), row(2, 'c'), row(3, 'a')],
    },
  ],
  [
    'another’s later message went before an acknowledged one',
    'real time order',
    {
      attempts: [
        sent('a', 0, 2),
        { ...sent('b', 50), device: 'bob 1', sender: 'bob' },
        sent('c', 60),
      ],
      stored: [row(1, 'b', { sender: 'bob' }), row(2, 'a'), row(3, 'c')],
    },
  ],
  [
    'a replica misses one',
    'replica equals log',
    { replicas: [{ ...replica, held: log.slice(1) }] },
  ],
  [
    'a replica misses the end',
    'replica equals log',
    { replicas: [{ ...replica, held: log.slice(0, 2) }] },
  ],
  [
    'a replica has one too many',
    'replica equals log',
    { replicas: [{ ...replica, held: [...log, row(4, 'd')] }] },
  ],
  [
    'a replica has one twice',
    'replica equals log',
    { replicas: [{ ...replica, held: [...log, row(3, 'c')] }] },
  ],
  [
    'a replica has another text',
    'replica equals log',
    { replicas: [{ ...replica, held: [row(1, 'a', { text: 'x' }), ...log.slice(1)] }] },
  ],
  [
    'a replica has messages from before its time',
    'replica equals log',
    { replicas: [{ ...replica, joinSeq: 2, shown: [2, 3] }] },
  ],
  ['a hole was shown', 'shown without holes', { replicas: [{ ...replica, shown: [1, 3] }] }],
  [
    'shown in another order',
    'shown without holes',
    { replicas: [{ ...replica, shown: [1, 3, 2] }] },
  ],
  ['shown twice', 'shown without holes', { replicas: [{ ...replica, shown: [1, 2, 2, 3] }] }],
  [
    'the first was never shown',
    'shown without holes',
    { replicas: [{ ...replica, shown: [2, 3] }] },
  ],
];

describe('the checker', () => {
  test('finds nothing in a right history', () => {
    expect(check(right)).toEqual([]);
  });

  for (const [name, invariant, change] of broken)
    test(`${name}: ${invariant}`, () => {
      const found = check({ ...right, ...change }).map((fault) => fault.invariant);
      expect(found).toContain(invariant);
    });
});
