import { beforeEach, expect, test } from 'bun:test';
import { timestampFromMs, type Timestamp } from '@bufbuild/protobuf/wkt';
import { OperationError, type Seen } from '@hubbub/protocol';
import { until } from '../../../test/support/until.ts';
import { Watching, type Here } from './watching.ts';

const lobby = 'cnv_lobby';
const [alice, bob] = ['usr_alice', 'usr_bob'];

let asked: string[];
let present: string[];
let last: Seen[];
let failure: Error | undefined;
let watching: Watching;

beforeEach(() => {
  asked = [];
  present = [alice];
  last = [];
  failure = undefined;
  watching = new Watching({
    async subscribe(question) {
      asked.push(`+${nameOf(question)}`);
      if (failure) throw failure;
      return { present, count: 7, seen: last };
    },
    async unsubscribe(question) {
      asked.push(`-${nameOf(question)}`);
    },
    pauseMs: 1,
  });
});

function nameOf(question: { conversation: string } | { users: string[] }): string {
  return 'users' in question ? question.users.join(' ') : question.conversation;
}

const at = (seconds: number) => timestampFromMs(seconds * 1000);

function event(
  user: string,
  online: boolean,
  more: { conversation?: string; seenAt?: Timestamp } = {},
) {
  const own = { user, online, conversation: '', ...more };
  const value = { $typeName: 'hubbub.v1.Presence', ...own } as const;
  watching.take({ case: 'presence', value });
}

test('many who look are one question, and the last who goes ends it', async () => {
  watching.opened();
  const seen: Here[] = [];
  const stops = [1, 2].map(() =>
    watching.watch({ conversation: lobby }, (here) => void seen.push(here)),
  );
  await until(() => seen.length === 2);
  expect(asked).toEqual([`+${lobby}`]);
  expect(seen[0]).toEqual({ present: new Set([alice]), count: 7 });
  event(bob, true, { conversation: lobby });
  expect([...(seen.at(-1)?.present ?? [])]).toEqual([alice, bob]);
  expect(seen[0]?.present.size).toBe(1);

  stops[0]?.();
  // A third sees at once what is known.
  const third = await new Promise<Here>((resolve) =>
    stops.push(watching.watch({ conversation: lobby }, resolve)),
  );
  expect(third.present.size).toBe(2);
  for (const stop of stops) stop();
  await until(() => asked.length === 2);
  expect(asked).toEqual([`+${lobby}`, `-${lobby}`]);
});

test('asks again for who came into a conversation and was not seen before', async () => {
  watching.opened();
  present = [alice];
  watching.watch({ users: [alice, bob] }, () => undefined);
  await until(() => asked.length === 1);
  watching.met([alice, 'somebody']);
  watching.met([bob]);
  await until(() => asked.length === 2);
  expect(asked.at(-1)).toBe(`+${bob}`);
});

test('asks again on a new connection and when what it knows is old', async () => {
  const seen: Here[] = [];
  watching.watch({ conversation: lobby }, (here) => void seen.push(here));
  expect(asked).toEqual([]);
  watching.opened();
  await until(() => seen.length === 1);
  watching.lost();
  present = [bob];
  watching.opened();
  await until(() => seen.length === 2);
  expect(seen[1]?.present.has(alice)).toBe(false);
  present = [];
  watching.refresh();
  await until(() => seen.length === 3);
  expect(seen[2]?.present.size).toBe(0);
  expect(asked).toHaveLength(3);
});

test('users are asked for together, and who left was told', async () => {
  watching.opened();
  const seen = new Map<string, boolean>();
  for (const user of [alice, bob])
    watching.watch({ users: [user] }, (here) => void seen.set(user, here.present.has(user)));
  await until(() => seen.get(alice));
  expect(asked).toEqual([`+${alice} ${bob}`]);
  event(alice, false);
  event(bob, true);
  expect([...seen]).toEqual([
    [alice, false],
    [bob, true],
  ]);
});

test('when users were here last is known of who is not here', async () => {
  last = [{ $typeName: 'hubbub.v1.Seen', user: bob, at: at(1) }];
  watching.opened();
  const seen: Here[] = [];
  watching.watch({ users: [alice, bob] }, (here) => void seen.push(here));
  await until(() => seen.length === 1);
  expect([...(seen[0]?.seen ?? [])]).toEqual([[bob, at(1)]]);
  event(bob, true);
  expect(seen[1]?.seen?.size).toBe(0);
  event(bob, false, { seenAt: at(2) });
  expect([...(seen[2]?.seen ?? [])]).toEqual([[bob, at(2)]]);
  // Who hides it now is as who was never here.
  last = [];
  watching.refresh();
  await until(() => seen.length === 4);
  expect(seen[3]?.seen?.size).toBe(0);
});

test('one who may not know is shown nobody, and asked no more', async () => {
  failure = new OperationError('NOT_A_MEMBER');
  watching.opened();
  const here = await new Promise<Here>((resolve) =>
    watching.watch({ conversation: lobby }, resolve),
  );
  expect(here.count).toBe(0);
  expect(asked).toHaveLength(1);
});

test('one who left while it was asked is given back when it is answered', async () => {
  watching.opened();
  const stop = watching.watch({ conversation: lobby }, () => undefined);
  await until(() => asked.length === 1);
  stop();
  await until(() => asked.length === 2);
  expect(asked).toEqual([`+${lobby}`, `-${lobby}`]);
});
