// Hooks that fail: their one call is told so, the log names file and incident, and everybody else goes on.
import { afterEach, expect, test } from 'bun:test';
import { OperationError } from '@hubbub/protocol';
import { defineHooks, type Hooks } from '@hubbub/server';
import { makeFolder, type Folder } from '../support/folder.ts';
import { signUp, type Person } from '../support/people.ts';
import { openSocket, spawnServer, startServer, type TestServer } from '../support/server.ts';
import type { RawSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';

const running: (TestServer | Folder)[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await ('stop' in one ? one.stop() : one.remove());
});

interface Scene {
  readonly server: TestServer;
  readonly alice: Person;
  readonly socket: RawSocket;
  readonly room: string;
}

async function start(hooks: Hooks, hookMs = 60_000): Promise<Scene> {
  return enter(await startServer({ hookMs, logLevel: 'silent' }, { hooks: [hooks] }));
}

async function enter(server: TestServer): Promise<Scene> {
  running.push(server);
  const alice = await signUp(server.url, 'alice');
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token: alice.token });
  const made = await socket.call('conversation.create', { kind: 3, title: 'lobby' });
  return { server, alice, socket, room: made.conversation?.id ?? '' };
}

function send({ socket, room }: Scene, value: string) {
  const content = { case: 'text', value } as const;
  return socket.post('message.send', { conversation: room, clientMsgId: value, content });
}

async function errorOf(asked: Promise<unknown>): Promise<OperationError> {
  const error = await asked.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof OperationError) return error;
  throw new Error(`it was not refused: ${String(error)}`);
}

async function textsIn({ socket, room }: Scene): Promise<readonly unknown[]> {
  const { messages } = await socket.call('message.history', { conversation: room });
  return messages.map(({ content }) => content.value);
}

const bad: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error('oops');
  },
  'throws nothing': () => {
    // oxlint-disable-next-line typescript/only-throw-error
    throw undefined;
  },
  rejects: () => Promise.reject(new Error('oops')),
  'returns text': () => 'rubbish',
  'returns what it may not change': () => ({ sender: 'somebody else' }),
  'returns no text': () => ({ text: 7 }),
  'returns nothing to read': () => ({ text: ' ' }),
  'returns half a character': () => ({ text: '\ud800' }),
  'returns too much': () => ({ text: 'x'.repeat(8001) }),
  'changes its event': () => undefined,
};

for (const [what, run] of Object.entries(bad))
  test(`a before-hook that ${what} fails its one call`, async () => {
    const hooks = defineHooks({
      before: {
        send(event) {
          if (event.text !== 'bad') return undefined;
          if (what === 'changes its event') Object.assign(event, { text: 'changed' });
          return run() as never;
        },
      },
    });
    const scene = await start(hooks);
    const [failed, fine] = [send(scene, 'bad'), send(scene, 'fine')];
    const error = await errorOf(failed);
    expect(error).toMatchObject({ reason: 'HOOK_FAILED', retryable: false });
    expect(error.incident).toMatch(/^[\da-f]{8}$/);
    expect(error.message).not.toContain('oops');
    expect((await fine).message?.seq).toBe(1);
    expect(await textsIn(scene)).toEqual(['fine']);
  });

test('one that never answers holds its lane until its time is over, and nobody else', async () => {
  let aborted = 0;
  const hooks = defineHooks({
    before: {
      send({ text }, { signal }) {
        if (text !== 'slow') return undefined;
        signal.addEventListener('abort', () => (aborted += 1));
        return new Promise<never>(() => undefined);
      },
    },
    limitMs: 300,
  });
  const scene = await start(hooks);
  const other = await scene.socket.call('conversation.create', { kind: 3, title: 'another' });
  const slow = send(scene, 'slow');
  const behind = send(scene, 'behind');
  const elsewhere = send({ ...scene, room: other.conversation?.id ?? '' }, 'elsewhere');
  const order: string[] = [];
  void slow.catch(() => order.push('slow'));
  void elsewhere.then(() => order.push('elsewhere'));
  expect(await errorOf(slow)).toMatchObject({ reason: 'HOOK_TIMEOUT', retryable: true });
  // It may be sent again, and must come first then.
  expect(await errorOf(behind)).toMatchObject({ reason: 'BEHIND_FAILED' });
  expect(order).toEqual(['elsewhere', 'slow']);
  expect(aborted).toBe(1);
});

test('with onTimeout: pass it is passed over', async () => {
  const hooks = defineHooks({
    before: { send: () => new Promise<never>(() => undefined) },
    limitMs: 20,
    onTimeout: 'pass',
  });
  const scene = await start(hooks);
  expect((await send(scene, 'hello')).message?.seq).toBe(1);
});

test('a slow hook does not change the order of what was sent', async () => {
  const waiting = new Map<string, () => void>();
  const hooks = defineHooks({
    before: {
      send: ({ text }) => new Promise<void>((resolve) => waiting.set(text, resolve)),
    },
  });
  const scene = await start(hooks);
  const sent = ['one', 'two', 'three'].map((text) => send(scene, text));
  await until(() => waiting.size === 3, { what: 'all three to be asked about' });
  for (const text of ['three', 'two', 'one']) {
    waiting.get(text)?.();
    await scene.socket.call('user.get', { users: [scene.alice.user.id] });
  }
  expect((await Promise.all(sent)).map(({ message }) => message?.seq)).toEqual([1, 2, 3]);
  expect(await textsIn(scene)).toEqual(['one', 'two', 'three']);
});

test('the log names file, hook and incident; what a file lets fly does not end the server', async () => {
  const folder = makeFolder({
    'fly.ts': `
      import { defineHooks } from '@hubbub/server';
      export default defineHooks({
        before: {
          send({ text }) {
            if (text === 'bad') throw new Error('broken in here');
            setTimeout(() => { throw new Error('thrown later'); }, 0);
            void Promise.reject(new Error('rejected later'));
          },
        },
        after: {
          send() { throw new Error('broken afterwards'); },
        },
      });`,
  });
  running.push(folder);
  const server = await spawnServer({ hooks: folder.path });
  const scene = await enter(server);
  const { incident } = await errorOf(send(scene, 'bad'));
  expect((await send(scene, 'fine')).message?.seq).toBe(1);
  const told = await until(
    () => {
      const lines = server.log().split('\n');
      // Lines of the log, not what the runtime prints by itself.
      const with_ = (text: string) =>
        lines.find((line) => line.startsWith('{') && line.includes(text));
      return (
        with_('thrown later') &&
        with_('rejected later') &&
        with_('broken afterwards') &&
        with_('broken in here')
      );
    },
    { what: 'all to be logged' },
  );
  const entry = JSON.parse(told) as Record<string, unknown>;
  expect(entry).toMatchObject({ incident, hook: 'before.send', file: `${folder.path}/fly.ts` });
  expect((await send(scene, 'still there')).message?.seq).toBe(2);
});
