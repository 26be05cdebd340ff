// TLS in the server itself: sockets, HTTP and gRPC, and a certificate that is renewed while they are used.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { writeFileSync } from 'node:fs';
import { credentials, Client } from '@grpc/grpc-js';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { UserService } from '@hubbub/protocol';
import { Certificate, readCertificate } from '../../packages/server/src/certificate.ts';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import {
  hasOpenssl,
  makeCertificate,
  shownCertificate,
  type TestCertificate,
} from '../support/certificate.ts';
import { asIs } from '../support/grpc.ts';
import { leaveOut } from '../support/left-out.ts';
import { password } from '../support/people.ts';
import { openSocket, spawnMain, spawnServer, type ServerProcess } from '../support/server.ts';
import { until } from '../support/until.ts';

if (!hasOpenssl) leaveOut('TLS (no openssl)');
const testTls = test.if(hasOpenssl);

let certificate: TestCertificate;
let server: ServerProcess;
let url: string;
beforeAll(async () => {
  if (!hasOpenssl) return;
  certificate = makeCertificate('first');
  server = await spawnServer({
    doors: ['socket', 'http', 'grpc'],
    grpcPort: 0,
    tlsCert: certificate.certFile,
    tlsKey: certificate.keyFile,
    logLevel: 'warn',
  });
  ({ url } = server);
});
afterAll(async () => {
  await server?.stop();
  certificate?.remove();
});

// The certificate is of nobody that this process trusts by itself.
const trusting = { tls: { rejectUnauthorized: false } };

function post(method: string, body: object, headers: Record<string, string> = {}) {
  return fetch(`${url}/hubbub.v1.${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...trusting,
  } as RequestInit);
}

const open = (headers: Record<string, string> = {}) =>
  openSocket(server.socketUrl, { headers, ...trusting });

testTls('HTTP: cookies are Secure and bound to the host, browsers stay with TLS', async () => {
  expect(url).toStartWith('https://');
  const answer = await post(
    'AccountService/SignUp',
    { username: 'alice', password, cookie: true },
    { origin: url },
  );
  expect(answer.status).toBe(200);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toStartWith('__Host-hubbub=');
  for (const part of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/'])
    expect(cookie).toContain(part);
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=63072000');
  expect(answer.headers.get('content-security-policy')).toContain(`wss://${new URL(url).host}`);
  const socket = await open({ origin: url, cookie: cookie.split(';')[0] ?? '' });
  expect((await socket.call('session.open', {})).user?.username).toBe('alice');
  socket.close();
});

testTls('a page over plain HTTP is no page of this server', async () => {
  const answer = await post(
    'AccountService/SignUp',
    { username: 'mallory', password, cookie: true },
    { origin: url.replace('https', 'http') },
  );
  expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
});

testTls('gRPC', async () => {
  const anna = (await (
    await post('AccountService/SignUp', { username: 'anna', password })
  ).json()) as { token: string };
  const channel = new Client(server.grpc ?? '', credentials.createSsl(Buffer.from(certificate.ca)));
  const { find } = UserService.method;
  const { Metadata } = await import('@grpc/grpc-js');
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${anna.token}`);
  const request = Buffer.from(toBinary(find.input, create(find.input, { username: 'anna' })));
  const reply = await new Promise<Buffer>((resolve, reject) =>
    channel.makeUnaryRequest(
      '/hubbub.v1.UserService/Find',
      asIs,
      asIs,
      request,
      metadata,
      (error, value) => (error ? reject(error) : resolve(value ?? Buffer.alloc(0))),
    ),
  );
  expect(fromBinary(find.output, reply).users[0]?.username).toBe('anna');
  channel.close();
});

testTls('plain HTTP gets nothing on these ports', async () => {
  const plain = url.replace('https', 'http');
  expect(
    await fetch(plain).then(
      () => 'answered',
      () => 'refused',
    ),
  ).toBe('refused');
});

testTls(
  'a renewed certificate is shown to whoever comes next, and nobody is disconnected',
  async () => {
    const people = await Promise.all(['bob', 'carol'].map(join));
    const [bob, carol] = people as [Joined, Joined];
    const room = await bob.socket.call('conversation.create', {
      kind: 3,
      title: 'lobby',
      clientKey: 'k',
    });
    const conversation = room.conversation?.id ?? '';
    await carol.socket.call('conversation.join', { conversation });

    certificate.renew('second');
    server.child.kill('SIGHUP');
    const grpcPort = Number(server.grpc?.split(':')[1]);
    // Who arrives at the very moment may be reset, and tries again.
    await until(async () => (await shownCertificate(server.port).catch(String)) === 'second');
    expect(await shownCertificate(grpcPort)).toBe('second');

    // One who came by the old certificate and one who came by the new hear each other.
    const dora = await join('dora');
    await dora.socket.call('conversation.join', { conversation });
    for (const [sender, text] of [
      [bob, 'from before'],
      [dora, 'from after'],
    ] as const) {
      const content = { case: 'text', value: text } as const;
      await sender.socket.call('message.send', { conversation, clientMsgId: text, content });
      for (const { socket } of [bob, carol, dora].filter((one) => one !== sender))
        await socket.until(
          ({ event }) =>
            event.case === 'change' &&
            event.value.messages.some((one) => one.content.value === text),
          `${text} to be heard`,
        );
    }
    for (const { socket } of [bob, carol, dora]) {
      expect(socket.closeCode).toBeUndefined();
      socket.close();
    }
  },
);

testTls('a renewal that is broken changes nothing and is told', async () => {
  const good = { cert: certificate.ca, key: await Bun.file(certificate.keyFile).text() };
  writeFileSync(certificate.certFile, 'half of a certif');
  server.child.kill('SIGHUP');
  await until(() => server.log().includes('the old one stays'));
  expect(await shownCertificate(server.port)).toBe('second');
  writeFileSync(certificate.certFile, good.cert);
});

testTls(
  'a changed file is taken up without being told, and the metrics say how long it is good',
  async () => {
    const own = makeCertificate('one');
    const shown: string[] = [];
    const watched = new Certificate({
      tlsCert: own.certFile,
      tlsKey: own.keyFile,
      clock: systemClock,
      report: (problem) => shown.push(problem),
      pollMs: 20,
    });
    watched.onRenewed(({ cert }) => shown.push(cert));
    const before = watched.tls.cert;
    own.renew('two');
    await until(() => shown.length > 0 && watched.tls.cert === own.ca);
    expect(shown.at(-1)).toBe(own.ca);
    expect(watched.tls.cert).not.toBe(before);
    watched.stop();
    own.remove();
    const text = await (await fetch(`${url}/metrics`, trusting as RequestInit)).text();
    const seconds = Number(/^hubbub_certificate_seconds (\S+)$/m.exec(text)?.[1]);
    expect(seconds / 86_400).toBeGreaterThan(29);
  },
);

testTls('a start with a key of another certificate is refused, and says so', async () => {
  const other = makeCertificate('other');
  const tls = ['--tls-cert', certificate.certFile, '--tls-key', other.keyFile];
  const child = spawnMain(['serve', '--port', '0', ...tls]);
  expect(await child.exited).toBe(1);
  const told = await new Response(child.stderr).text();
  expect(told.trim().split('\n')).toHaveLength(1);
  expect(told).toContain('--tls-key');
  expect(() => readCertificate(other.keyFile, other.keyFile)).toThrow('no certificate in PEM');
  other.remove();
});

testTls('a port that is taken is told with TLS too', async () => {
  const tls = ['--tls-cert', certificate.certFile, '--tls-key', certificate.keyFile];
  const place = ['--port', String(server.port), '--data', `${server.data}-other`];
  const child = spawnMain(['serve', ...place, ...tls]);
  expect(await child.exited).toBe(1);
  expect(await new Response(child.stderr).text()).toContain('--port');
});

interface Joined {
  readonly socket: Awaited<ReturnType<typeof open>>;
}

async function join(username: string): Promise<Joined> {
  const { token } = (await (
    await post('AccountService/SignUp', { username, password })
  ).json()) as { token: string };
  const socket = await open();
  await socket.call('session.open', { token });
  return { socket };
}
