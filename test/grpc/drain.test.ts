// How the gRPC door ends: what runs is finished, what comes is told to go elsewhere, and nobody holds the process up.
import { afterEach, expect, test } from 'bun:test';
import { status } from '@grpc/grpc-js';
import { GrpcClient, GrpcRefusal } from '../support/grpc.ts';
import { emptyMessage, openHttp2, send } from '../support/http2.ts';
import { password } from '../support/people.ts';
import { allDoors, spawnServer, type ServerProcess } from '../support/server.ts';
import { until } from '../support/until.ts';

const running: ServerProcess[] = [];
const clients: GrpcClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const server of running.splice(0)) await server.stop();
});

async function serve(overrides = {}): Promise<{ server: ServerProcess; grpc: GrpcClient }> {
  const server = await spawnServer({ ...allDoors, ...overrides });
  running.push(server);
  const grpc = new GrpcClient(server.grpc);
  clients.push(grpc);
  return { server, grpc };
}

async function inFlight({ url }: ServerProcess): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^hubbub_in_flight (\d+)/m.exec(text)?.[1]);
}

test('calls that run are answered, the connection is sent away, and the process ends with 0', async () => {
  const { server, grpc } = await serve();
  const session = await openHttp2(server.grpc ?? '');
  const goneAway = new Promise<number>((resolve) => session.once('goaway', resolve));
  const signUps = Array.from({ length: 20 }, (_, i) =>
    grpc.call('account.signUp', { username: `early${i}`, password }),
  );
  await until(async () => (await inFlight(server)) === 20, { what: '20 sign-ups at work' });
  server.child.kill('SIGTERM');
  const answers = await Promise.all(signUps);
  expect(answers.every(({ token }) => token.length > 20)).toBe(true);
  expect(await goneAway).toBe(0);
  expect(await server.child.exited).toBe(0);
  expect(server.log()).toBe('');
  session.destroy();
});

test('a call that comes too late is told to come again, elsewhere', async () => {
  const { server, grpc } = await serve();
  await grpc.call('account.signUp', { username: 'alice', password });
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
