// How the gRPC door ends: what runs is finished, what comes is told to go elsewhere, and nobody holds the process up.
import { afterEach, expect, test } from 'bun:test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { Conversation_Kind } from '@hubbub/protocol';
import { makeFolder, type Folder } from '../support/folder.ts';
import { GrpcClient, GrpcRefusal } from '../support/grpc.ts';
import { emptyMessage, openHttp2, send } from '../support/http2.ts';
import { password } from '../support/people.ts';
import { allDoors, openSocket, spawnServer, type ServerProcess } from '../support/server.ts';
import { until } from '../support/until.ts';

const running: ServerProcess[] = [];
const clients: GrpcClient[] = [];
const folders: Folder[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const server of running.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) folder.remove();
});

async function serve(overrides = {}): Promise<{ server: ServerProcess; grpc: GrpcClient }> {
  const server = await spawnServer({ ...allDoors, guests: true, ...overrides });
  running.push(server);
  const grpc = new GrpcClient(server.grpc);
  clients.push(grpc);
  return { server, grpc };
}

async function inFlight({ url }: ServerProcess): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^hubbub_in_flight (\d+)/m.exec(text)?.[1]);
}

const atOnce = 20;

/** A server at which what is sent waits until `letGo`: how long that takes is nothing to the machine. */
async function serveHeld(overrides = {}) {
  const folder = makeFolder();
  folders.push(folder);
  const sign = join(folder.path, 'go');
  writeFileSync(
    join(folder.path, 'hold.ts'),
    `import { existsSync } from 'node:fs';
    const send = async () => { while (!existsSync(${JSON.stringify(sign)})) await Bun.sleep(5); };
    export default { limitMs: 60_000, before: { send } };`,
  );
  const { server, grpc } = await serve({ hooks: folder.path, ...overrides });
  const { token } = await grpc.call('account.signUp', { username: 'alice', password });
  const room = { kind: Conversation_Kind.ROOM, title: 'room' };
  const { conversation } = await grpc.call('conversation.create', room, { token });
  const to = conversation?.id ?? '';
  const say = (text: string) => ({
    conversation: to,
    clientMsgId: text,
    content: { case: 'text' as const, value: text },
  });
  const sent = Array.from({ length: atOnce }, (_, i) =>
    grpc.call('message.send', say(`early ${i}`), { token }),
  );
  await until(async () => (await inFlight(server)) === atOnce, { what: 'all to be at work' });
  return { server, sent, say, token, letGo: () => writeFileSync(sign, '') };
}

function reasonOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (refusal: { readonly reason: string }) => refusal.reason,
  );
}

test('calls that run are answered, the connection is sent away, and the process ends with 0', async () => {
  const { server, sent, letGo } = await serveHeld();
  const session = await openHttp2(server.grpc ?? '');
  const goneAway = new Promise<number>((resolve) => session.once('goaway', resolve));
  server.child.kill('SIGTERM');
  expect(await goneAway).toBe(0);
  letGo();
  const seqs = (await Promise.all(sent)).map(({ message }) => message?.seq ?? 0);
  expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: atOnce }, (_, i) => i + 1));
  expect(await server.child.exited).toBe(0);
  expect(server.log()).toBe('');
  session.destroy();
});

test('a call that has not ended when the time is up is told so, at every door', async () => {
  const { server, sent, say, token } = await serveHeld({ drainMs: 5_000 });
  const { content, ...rest } = say('over HTTP');
  const answer = fetch(`${server.url}/hubbub.v1.MessageService/Send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...rest, text: content.value }),
  });
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token });
  const heard = reasonOf(socket.call('message.send', say('over a socket')));
  await until(async () => (await inFlight(server)) === atOnce + 2, { what: 'these two as well' });
  server.child.kill('SIGTERM');
  expect(new Set(await Promise.all([...sent.map(reasonOf), heard]))).toEqual(new Set(['DEADLINE']));
  expect((await answer).status).toBe(504);
  expect(await (await answer).text()).toContain('DEADLINE');
  expect(await server.child.exited).toBe(0);
});

test('a call that comes too late is told to come again, elsewhere', async () => {
  const { server, grpc } = await serve();
  await grpc.call('account.guest', { displayName: 'Alice' });
  server.child.kill('SIGTERM');
  const late = await until(
    () =>
      grpc.call('user.find', { username: 'alice' }).then(
        () => undefined,
        (error: GrpcRefusal) => (error.status === status.UNAVAILABLE ? error : undefined),
      ),
    { what: 'a refusal for the server’s sake' },
  );
  expect(late).toBeInstanceOf(GrpcRefusal);
  expect(await server.child.exited).toBe(0);
});

test('a client that neither asks nor leaves holds nothing up', async () => {
  const { server } = await serve({ drainMs: 1000 });
  const session = await openHttp2(server.grpc ?? '');
  void send(session, { path: '/grpc.health.v1.Health/Watch', body: emptyMessage });
  const headers = { ':path': '/hubbub.v1.UserService/Find', ':method': 'POST' };
  const stream = session.request({ ...headers, 'content-type': 'application/grpc' });
  stream.on('error', () => undefined);
  stream.write(new Uint8Array(3));
  await new Promise((resolve) => session.ping(resolve));
  const startedAt = performance.now();
  server.child.kill('SIGTERM');
  expect(await server.child.exited).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(3000);
  session.destroy();
});
