// Every field of every request confused with something else, over the socket and over HTTP: never our bug, never a promise that
// nobody caught, and the prototypes are what they were.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { findMethod, reasons } from '@hubbub/protocol';
import { confused } from '../../fuzz/confusion.ts';
import { prototypes } from '../../fuzz/run.ts';
import { names } from '../conformance/wire/case.ts';
import { openSide, type Answer, type Side } from '../conformance/wire/side.ts';
import { ask } from '../conformance/wire/teller.ts';
import { signUp } from '../support/people.ts';
import { runs } from '../support/runs.ts';
import { startServer, type TestServer } from '../support/server.ts';

const all = names.flatMap(confused);
/** A third of them, in which every field meets many oddities; HUBBUB_FULL=1 takes them all. */
const cases = all.filter((_, i) => i % runs(3, 1) === 0);
const rejections: unknown[] = [];
const onRejection = (cause: unknown) => rejections.push(cause);

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  process.on('unhandledRejection', onRejection);
});
afterAll(async () => {
  process.off('unhandledRejection', onRejection);
  await server.stop();
});

let entered = 0;

async function enter(): Promise<Side & { readonly token: string }> {
  const { token } = await signUp(server.url, `alice${++entered}`);
  const side = await openSide(server.socketUrl, 'json');
  await ask(side, 'session.open', { token });
  return { ...side, token };
}

test(`${cases.length} confused requests over the socket`, async () => {
  const before = prototypes();
  let alice = await enter();
  const wrong: string[] = [];
  for (const [i, { op, field, args }] of cases.entries()) {
    // One success between: who is refused without end is closed.
    if (i % 200 === 0) await ask(alice, 'device.list', {});
    const answer = await alice.ask({ op, json: args, proto: new Uint8Array(0) });
    const problem = problemOf(answer);
    if (problem !== undefined) wrong.push(`${op} ${field} as ${args}: ${problem}`);
    if ('closed' in answer || endsLogin(op, answer)) alice = await enter();
  }
  alice.close();
  expect(wrong).toEqual([]);
  expect(rejections).toEqual([]);
  expect(prototypes()).toBe(before);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}, 60_000);

function endsLogin(op: string, answer: Answer): boolean {
  return 'ok' in answer && /^account\.(logOut|delete)$/.test(op);
}

function problemOf(answer: Answer): string | undefined {
  // session.open that is refused ends its socket; a frame that was read never does else.
  if ('closed' in answer) return answer.closed >= 4500 ? undefined : `closed with ${answer.closed}`;
  if ('ok' in answer) return undefined;
  const { reason } = answer;
  return Object.hasOwn(reasons, reason) && reason !== 'BUG' ? undefined : `refused as ${reason}`;
}

test('a confused request of each field over HTTP', async () => {
  const { token } = await enter();
  // One oddity for each field, another one for the next: all of them meet fields of all kinds.
  const some = all.filter((_, i) => i % 15 === 0);
  const wrong: string[] = [];
  for (const { op, args } of some) {
    if (/^account\.(logOut|delete)$/.test(op)) continue;
    const method = findMethod(op);
    const response = await fetch(`${server.url}/${method?.parent.typeName}/${method?.name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: args,
    });
    await response.arrayBuffer();
    // 501: this server does not offer it.
    if (response.status >= 500 && response.status !== 501)
      wrong.push(`${op} as ${args}: ${response.status}`);
  }
  expect(some.length).toBeGreaterThan(300);
  expect(wrong).toEqual([]);
  expect(rejections).toEqual([]);
}, 60_000);
