// Calls at the gRPC door: errors, sizes, deadlines, cancelling, and many at once.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { codes, Error_Code, type ErrorCode } from '@hubbub/protocol';
import { Metadata, status } from '@grpc/grpc-js';
import { asIs, GrpcClient, GrpcRefusal } from '../support/grpc.ts';
import { emptyMessage, openHttp2, send } from '../support/http2.ts';
import { password, signUp } from '../support/people.ts';
import { dear } from '../support/password-cost.ts';
import { allDoors, startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

let server: TestServer;
let grpc: GrpcClient;
let token: string;
beforeAll(async () => {
  server = await startServer(allDoors, { passwordCost: dear });
  grpc = new GrpcClient(server.grpc);
  ({ token } = await signUp(server.url, 'alice'));
});
afterAll(async () => {
  grpc.close();
  await server.stop();
});

async function refusal(asked: Promise<unknown>): Promise<GrpcRefusal> {
  const error = await asked.then(
    () => new Error('it was not refused'),
    (cause: unknown) => cause,
  );
  if (!(error instanceof GrpcRefusal)) throw error;
  return error;
}

async function outcomes(op: string, outcome: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const line = `hubbub_operations_total{door="grpc",op="${op}",outcome="${outcome}"} `;
  return Number(text.split(line)[1]?.split('\n')[0] ?? 0);
}

test('an error carries its code as gRPC has it, and ours with its reason among the details', async () => {
  const unknown = '/hubbub.v1.MessageService/Shout';
  const conversation = 'cnv_00000000000';
  const cases: readonly [string, () => Promise<unknown>][] = [
    ['NOT_LOGGED_IN', () => grpc.call('device.list', {})],
    ['TOKEN', () => grpc.call('device.list', {}, { token: 'nobody' })],
    [
      'CREDENTIALS',
      () => grpc.call('account.logIn', { username: 'alice', password: 'wrong-wrong' }),
    ],
    ['TAKEN', () => grpc.call('account.signUp', { username: 'alice', password })],
    ['FIELD', () => grpc.call('user.find', {}, { token })],
    ['UNKNOWN', () => grpc.call('conversation.get', { conversation }, { token })],
    ['DOOR', () => grpc.call('presence.subscribe', { conversation }, { token })],
    ['APP', () => grpc.call('account.logIn', { app: 'other', username: 'alice', password })],
    ['NO_OPERATION', () => grpc.send(unknown, new Uint8Array(), { token })],
    [
      'MALFORMED',
      () => grpc.send('/hubbub.v1.UserService/Find', new Uint8Array([255, 255]), { token }),
    ],
  ];
  for (const [reason, asked] of cases) {
    const { detail, status: got } = await refusal(asked());
    expect([reason, detail?.reason]).toEqual([reason, reason]);
    const code = Error_Code[detail?.code ?? 0] as ErrorCode;
    expect([reason, got]).toEqual([reason, codes[code].grpc]);
  }
});

test('messages up to the cap are read, larger ones are refused', async () => {
  const args = (length: number) => ({
    conversation: 'cnv_00000000000',
    clientMsgId: 'big',
    content: { case: 'text', value: 'x'.repeat(length) } as const,
  });
  const allowed = await refusal(grpc.call('message.send', args(3_000_000), { token }));
  expect(allowed.reason).toBe('FIELD');
  const tooLarge = await refusal(grpc.call('message.send', args(5_000_000), { token }));
  expect([tooLarge.status, tooLarge.reason]).toEqual([status.RESOURCE_EXHAUSTED, 'FRAME_SIZE']);
  expect((await grpc.call('device.list', {}, { token })).devices).toHaveLength(1);
});

test('the caller’s deadline is the server’s: it answers DEADLINE then and not later', async () => {
  const before = await outcomes('account.signUp', 'GAVE_UP');
  const session = await openHttp2(server.grpc ?? '');
  // Hashes of passwords wait for each other: the last one is far from done.
  const first = Array.from({ length: 20 }, (_, i) =>
    grpc.call('account.signUp', { username: `early${i}`, password }),
  );
  await until(async () => inFlight(), { what: 'sign-ups at work' });
  const path = '/hubbub.v1.AccountService/SignUp';
  const body = signUpFrame('late');
  const got = await send(session, { path, body, headers: { 'grpc-timeout': '5m' } });
  expect(got).toEqual({ status: 200, grpcStatus: 4, details: true, reset: 0 });
  await Promise.all(first);
  await until(async () => (await outcomes('account.signUp', 'GAVE_UP')) === before + 1);
  session.close();
  const odd = await refusal(
    grpc.send('/hubbub.v1.UserService/Find', new Uint8Array(), {
      metadata: { 'grpc-timeout': 'soon' },
    }),
  );
  expect(odd.status).toBe(status.INVALID_ARGUMENT);
});

test('a call that is cancelled is known to be so by the server', async () => {
  const before = await outcomes('account.signUp', 'GAVE_UP');
  const first = Array.from({ length: 20 }, (_, i) =>
    grpc.call('account.signUp', { username: `busy${i}`, password }),
  );
  await until(async () => inFlight(), { what: 'sign-ups at work' });
  const path = '/hubbub.v1.AccountService/SignUp';
  const frame = Buffer.from(signUpFrame('cancelled').subarray(5));
  const answer = Promise.withResolvers<number | undefined>();
  const call = grpc.channel.makeUnaryRequest(path, asIs, asIs, frame, new Metadata(), (error) =>
    answer.resolve(error?.code),
  );
  // Behind it on the same connection: once this is answered the server has the other.
  await grpc.call('device.list', {}, { token });
  call.cancel();
  expect(await answer.promise).toBe(status.CANCELLED);
  await Promise.all(first);
  await until(async () => (await outcomes('account.signUp', 'GAVE_UP')) === before + 1, {
    what: 'the cancelled call among the metrics',
  });
});

test('2,000 calls at once on one connection', async () => {
  const asked = Array.from({ length: 2000 }, () =>
    grpc.call('user.find', { username: 'alice' }, { token }),
  );
  const found = await Promise.all(asked);
  expect(found.every(({ users }) => users[0]?.username === 'alice')).toBe(true);
}, 30_000);

test('a compressed request is read, and one that swells past the cap is not', async () => {
  const session = await openHttp2(server.grpc ?? '');
  const path = '/hubbub.v1.DeviceService/List';
  const headers = { 'grpc-encoding': 'gzip', authorization: `Bearer ${token}` };
  const packed = (bytes: Uint8Array) => {
    const zipped = Bun.gzipSync(Uint8Array.from(bytes));
    const frame = Buffer.alloc(5 + zipped.length);
    frame[0] = 1;
    frame.writeUInt32BE(zipped.length, 1);
    frame.set(zipped, 5);
    return frame;
  };
  const small = await send(session, { path, headers, body: packed(new Uint8Array()) });
  expect(small.grpcStatus).toBe(0);
  const bomb = await send(session, { path, headers, body: packed(new Uint8Array(50_000_000)) });
  expect([bomb.grpcStatus, bomb.details]).toEqual([status.RESOURCE_EXHAUSTED, true]);
  const strange = { ...headers, 'grpc-encoding': 'br' };
  const other = await send(session, { path, headers: strange, body: emptyMessage });
  expect(other.grpcStatus).toBe(status.UNIMPLEMENTED);
  session.close();
});

async function inFlight(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^hubbub_in_flight (\d+)/m.exec(text)?.[1]);
}

/** AccountSignUpRequest {username = 2, password = 3} */
function signUpFrame(username: string): Uint8Array {
  const field = (no: number, text: string) => [no * 8 + 2, text.length, ...Buffer.from(text)];
  const message = [...field(2, username), ...field(3, password)];
  return Uint8Array.from([0, 0, 0, 0, message.length, ...message]);
}
