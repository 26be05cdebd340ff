// Behind nginx and Caddy, with the very files of deploy/: pages, cookies, sockets, gRPC, and whose address counts. Only
// names, ports and certificates are replaced.
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { hasOpenssl, makeCertificate, type TestCertificate } from '../support/certificate.ts';
import { GrpcClient } from '../support/grpc.ts';
import { leaveOut } from '../support/left-out.ts';
import { password } from '../support/people.ts';
import { allDoors, openSocket, startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

setDefaultTimeout(60_000);

interface Place {
  readonly folder: string;
  readonly server: TestServer;
  readonly certificate: TestCertificate;
  readonly port: number;
  readonly grpcPort: number;
}

interface Proxy {
  readonly command: string | null;
  /** Writes the configuration and says how to run it. */
  readonly prepare: (place: Place) => { args: readonly string[]; env?: Record<string, string> };
}

const root = join(import.meta.dir, '../..');

/** The file as it is shipped, with these parts replaced; each has to be there. */
function shipped(path: string, replacements: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(root, path), 'utf8');
  for (const [from, to] of Object.entries(replacements)) {
    expect([path, text]).toEqual([path, expect.stringContaining(from)]);
    text = text.replaceAll(from, to);
  }
  return text;
}

const proxies: Record<string, Proxy> = {
  nginx: {
    command: Bun.which('nginx') ?? Bun.which('/usr/sbin/nginx'),
    prepare({ folder, server, certificate, port, grpcPort }) {
      const site = shipped('deploy/nginx/hubbub.conf', {
        'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
        'listen 8443 ssl': `listen 127.0.0.1:${grpcPort} ssl`,
        'server 127.0.0.1:8080': `server 127.0.0.1:${server.port}`,
        'grpc://127.0.0.1:50051': `grpc://127.0.0.1:${server.grpc?.split(':')[1]}`,
        '/etc/hubbub/tls/cert.pem': certificate.certFile,
        '/etc/hubbub/tls/key.pem': certificate.keyFile,
      });
      writeFileSync(join(folder, 'site.conf'), site);
      const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (one) => `${one}_temp_path ${folder}/${one};`,
      );
      const user = process.getuid?.() === 0 ? 'user root;' : '';
      writeFileSync(
        join(folder, 'nginx.conf'),
        `${user} daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1;
        events {} http { access_log off; ${temp.join(' ')} include ${folder}/site.conf; }`,
      );
      return {
        args: ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')],
      };
    },
  },
  Caddy: {
    command: Bun.which('caddy'),
    prepare({ folder, server, certificate, port, grpcPort }) {
      const tls = `tls ${certificate.certFile} ${certificate.keyFile}`;
      const site = shipped('deploy/caddy/Caddyfile', {
        'chat.example.com:8443 {': `https://localhost:${grpcPort} {\n${tls}`,
        'chat.example.com {': `https://localhost:${port} {\n${tls}`,
        'h2c://127.0.0.1:50051': `h2c://127.0.0.1:${server.grpc?.split(':')[1]}`,
        '127.0.0.1:8080': `127.0.0.1:${server.port}`,
      });
      const options = '{\nadmin off\nauto_https off\n}\n';
      writeFileSync(join(folder, 'Caddyfile'), `${options}${site.replaceAll(/^#.*$/gm, '')}`);
      return {
        args: ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'],
        env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      };
    },
  },
};

const cleanUp: (() => unknown)[] = [];
afterAll(async () => {
  for (const task of cleanUp.toReversed()) await task();
});

function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() });
  const { port = 0 } = server;
  void server.stop(true);
  return port;
}

const trusting = { tls: { rejectUnauthorized: false } };

for (const [name, { command, prepare }] of Object.entries(proxies)) {
  const can = command !== null && hasOpenssl;
  if (!can) leaveOut(`behind ${name} (not installed)`);
  test.if(can)(`behind ${name}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hubbub-proxy-'));
    mkdirSync(join(folder, 'logs'));
    const certificate = makeCertificate();
    const [port, grpcPort] = [freePort(), freePort()];
    const url = `https://localhost:${port}`;
    const server = await startServer({
      ...allDoors,
      origins: [url],
      proxies: ['127.0.0.1', '::1'],
      addressTries: 2,
    });
    const { args, env } = prepare({ folder, server, certificate, port, grpcPort });
    const child = Bun.spawn([command ?? '', ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    cleanUp.push(
      () => rmSync(folder, { recursive: true }),
      () => certificate.remove(),
      () => server.stop(),
      async () => {
        child.kill('SIGTERM');
        await child.exited;
      },
    );
    const get = (path: string) => fetch(`${url}${path}`, trusting as RequestInit);
    const post = (method: string, body: object, headers: Record<string, string> = {}) =>
      fetch(`${url}/hubbub.v1.${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        ...trusting,
      } as RequestInit);
    await until(
      () =>
        get('/readyz').then(
          ({ status }) => status === 200,
          () => false,
        ),
      {
        timeoutMs: 20_000,
        what: name,
      },
    );

    // Pages and their headers; the metrics are nobody's business.
    const page = await get('/healthz');
    expect(page.headers.get('strict-transport-security')).toContain('63072000');
    expect(page.headers.get('content-security-policy')).toContain(`wss://localhost:${port}`);
    expect((await get('/metrics')).status).toBe(404);

    // Cookies: Secure, of this host, and good for a socket of the page's origin.
    const signed = await post(
      'AccountService/SignUp',
      { username: 'alice', password, cookie: true },
      { origin: url },
    );
    expect(signed.status).toBe(200);
    const cookie = signed.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-hubbub=.*Secure/);
    const socketUrl = `wss://localhost:${port}/v1/socket`;
    const headers = { origin: url, cookie: cookie.split(';')[0] ?? '' };
    const alice = await openSocket(socketUrl, { headers, ...trusting });
    expect((await alice.call('session.open', {})).user?.username).toBe('alice');
    const foreign = openSocket(socketUrl, {
      headers: { ...headers, origin: 'https://evil.example' },
      ...trusting,
    });
    expect(
      await foreign.then(
        () => 'open',
        () => 'refused',
      ),
    ).toBe('refused');

    // Sockets, both ways, in both codecs; what is said arrives at once and not when a buffer is full.
    const bobToken = (
      (await (await post('AccountService/SignUp', { username: 'bob', password })).json()) as {
        token: string;
      }
    ).token;
    const bob = await openSocket(socketUrl, { codec: 'proto', ...trusting });
    await bob.call('session.open', { token: bobToken });
    const made = await alice.call('conversation.create', {
      kind: 3,
      title: 'lobby',
      clientKey: 'k',
    });
    const conversation = made.conversation?.id ?? '';
    await bob.call('conversation.join', { conversation });
    const content = { case: 'text', value: 'through the proxy' } as const;
    await alice.call('message.send', { conversation, clientMsgId: '1', content });
    await bob.until(
      ({ event }) =>
        event.case === 'change' &&
        event.value.messages.some((one) => one.content.value === content.value),
      'the message',
    );

    // gRPC, with details of errors.
    const grpc = new GrpcClient(
      `localhost:${grpcPort}`,
      credentials.createSsl(Buffer.from(certificate.ca)),
    );
    const found = await grpc.call('user.find', { username: 'bob' }, { token: bobToken });
    expect(found.users[0]?.username).toBe('bob');
    const refused = grpc.call('user.find', { username: 'bob' });
    expect(await refused.catch(({ reason }) => reason)).toBe('NOT_LOGGED_IN');
    grpc.close();

    // Whoever forges the header of proxies is still counted by the address that the proxy saw.
    const guess = (i: number) =>
      post(
        'AccountService/LogIn',
        { username: `nobody${i}`, password: 'wrong wrong wrong' },
        { 'x-forwarded-for': `203.0.113.${i}` },
      ).then(({ status }) => status);
    const statuses = [await guess(1), await guess(2), await guess(3), await guess(4)];
    expect(statuses.at(-1)).toBe(429);

    // A server that stops tells its sockets, also through the proxy.
    await server.stop();
    expect([await alice.closed, await bob.closed]).toEqual([4000, 4000]);
  });
}
