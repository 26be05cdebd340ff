// The security headers, on every route there is: the routes are made from the contract, the web app's files and the list of
// refusals, in each of the ways in which a browser may reach the server.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { methods, operationName } from '@hubbub/protocol';
import type { Config } from '../../packages/server/src/config/table.ts';
import { hasOpenssl, makeCertificate, type TestCertificate } from '../support/certificate.ts';
import { leaveOut } from '../support/left-out.ts';
import { startServer, type TestServer } from '../support/server.ts';

interface Route {
  readonly name: string;
  readonly path: string;
  readonly init?: RequestInit;
  readonly status: number | readonly number[];
  /** May be kept by browsers and proxies. */
  readonly isKept?: boolean;
  /** Answered by the runtime before it is a request of ours: it says nothing, not even in headers. */
  readonly isBare?: boolean;
  /** All of the body. */
  readonly says?: string;
}

const json = { 'content-type': 'application/json' };
const bodyBytes = 65_536;
/** Twice as much is what the runtime lets through at all. */
const mediaBytes = 65_536;

/** Every operation: called by nobody, read, asked for by another page, with a body that is none or too large. */
const operations: Route[] = Object.values(methods).flatMap((method) => {
  const path = `/${method.parent.typeName}/${method.name}`;
  const name = operationName(method);
  const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    headers: { ...json, ...headers },
    body,
  });
  const refused = [400, 401, 403];
  // Asked before anybody is anybody: what the log-in page offers.
  const isOpen = name === 'account.options' || name === 'passkey.ask';
  return [
    { name: `${name}, by nobody`, path, init: post('{}'), status: isOpen ? 200 : refused },
    { name: `${name}, read`, path, status: 405 },
    { name: `${name}, HEAD`, path, init: { method: 'HEAD' }, status: 405 },
    { name: `${name}, preflight`, path, init: { method: 'OPTIONS' }, status: 405 },
    { name: `${name}, no JSON`, path, init: post('{'), status: refused },
    {
      name: `${name}, of a foreign page`,
      path,
      init: post('{}', { origin: 'https://evil.example' }),
      status: 403,
    },
    {
      name: `${name}, gRPC-Web`,
      path,
      init: {
        method: 'POST',
        headers: { 'content-type': 'application/grpc-web+proto' },
        body: new Uint8Array(5),
      },
      status: 200,
    },
    {
      name: `${name}, of an unknown kind`,
      path,
      init: { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' },
      status: 415,
    },
  ];
});

const pages: Route[] = ['/healthz', '/readyz', '/metrics'].flatMap((path) => [
  { name: path, path, status: 200 },
  { name: `${path}, written to`, path, init: { method: 'POST' }, status: 405 },
]);

const app: Route[] = [
  { name: 'the page', path: '/', status: 200, isKept: true },
  { name: 'the page by another path', path: '/rooms/lobby', status: 200, isKept: true },
  { name: 'the page, HEAD', path: '/', init: { method: 'HEAD' }, status: 200, isKept: true },
  { name: 'the page, written to', path: '/', init: { method: 'POST' }, status: 405 },
  { name: 'a hashed file', path: '/assets/app-1a2b.js', status: 200, isKept: true },
  { name: 'a hashed file that is gone', path: '/assets/none.js', status: 404 },
];

const refusals: Route[] = [
  { name: 'the socket without an upgrade', path: '/v1/socket', status: 400 },
  {
    name: 'the socket of a foreign page',
    path: '/v1/socket',
    init: {
      headers: {
        origin: 'https://evil.example',
        connection: 'upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-version': '13',
      },
    },
    status: 403,
  },
  {
    name: 'a body that is too large',
    path: '/hubbub.v1.UserService/Find',
    init: { method: 'POST', headers: json, body: 'x'.repeat(bodyBytes + 1) },
    status: 413,
    says: 'The body is too large.\n',
  },
  {
    name: 'a body that is too large for any door',
    path: '/hubbub.v1.UserService/Find',
    init: { method: 'POST', headers: json, body: 'x'.repeat(2 * mediaBytes + 1) },
    status: 413,
    isBare: true,
  },
  {
    name: 'no such operation',
    path: '/hubbub.v1.UserService/Nothing',
    init: { method: 'POST' },
    status: 501,
  },
];

const routes = [...operations, ...pages, ...app, ...refusals];

const policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'font-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
  'require-trusted-types-for': "'script'",
};

/** What is wrong with the headers of an answer. */
function wrong(headers: Headers, { route, isTls, host }: Asked): string[] {
  const found: string[] = [];
  const want = (name: string, value: string | null) => {
    if (headers.get(name) !== value) found.push(`${name}: ${headers.get(name)}`);
  };
  for (const name of ['server', 'x-powered-by', 'access-control-allow-origin', 'set-cookie'])
    want(name, null);
  if (route.isBare === true) return found;
  want('x-content-type-options', 'nosniff');
  want('referrer-policy', 'no-referrer');
  want('cross-origin-opener-policy', 'same-origin');
  want('cross-origin-resource-policy', 'same-origin');
  want('x-frame-options', 'DENY');
  want('strict-transport-security', isTls ? 'max-age=63072000; includeSubDomains' : null);
  if (!/camera=\(\), microphone=\(self\)/.test(headers.get('permissions-policy') ?? ''))
    found.push('permissions-policy');
  if (route.isKept !== true) want('cache-control', 'no-store');
  const directives = Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split('; ').map((one) => {
      const at = one.indexOf(' ');
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
  const wanted = { ...policy, 'connect-src': `'self' ${isTls ? 'wss' : 'ws'}://${host}` };
  if (JSON.stringify(sorted(directives)) !== JSON.stringify(sorted(wanted)))
    found.push(`content-security-policy: ${headers.get('content-security-policy')}`);
  return found;
}

function sorted(record: Record<string, string>) {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

interface Asked {
  readonly route: Route;
  readonly isTls: boolean;
  readonly host: string;
}

const web = mkdtempSync(join(tmpdir(), 'hubbub-headers-'));
mkdirSync(join(web, 'assets'));
writeFileSync(join(web, 'index.html'), '<!doctype html><title>Hubbub</title>');
writeFileSync(join(web, 'assets/app-1a2b.js'), 'console.log(1)');
afterAll(() => rmSync(web, { recursive: true }));

const certificate: TestCertificate | undefined = hasOpenssl ? makeCertificate() : undefined;
if (certificate === undefined) leaveOut('headers over TLS (no openssl)');
afterAll(() => certificate?.remove());

const ways: Record<string, Partial<Config>> = {
  'plain HTTP': {},
  'behind a proxy': { proxies: ['10.0.0.0/8'] },
  ...(certificate && { TLS: { tlsCert: certificate.certFile, tlsKey: certificate.keyFile } }),
};

for (const [way, options] of Object.entries(ways))
  describe(way, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startServer({ web, bodyBytes, mediaBytes, fileBytes: mediaBytes, ...options });
    });
    afterAll(() => server.stop());

    test('every route has the headers', async () => {
      expect(routes.length).toBeGreaterThan(200);
      const bad: string[] = [];
      for (const route of routes) {
        const answer = await fetch(`${server.url}${route.path}`, {
          ...route.init,
          tls: { rejectUnauthorized: false },
        } as RequestInit);
        const asked = { route, isTls: way !== 'plain HTTP', host: new URL(server.url).host };
        if (![route.status].flat().includes(answer.status))
          bad.push(`${route.name}: answered ${answer.status}`);
        for (const one of wrong(answer.headers, asked)) bad.push(`${route.name}: ${one}`);
        const text = await answer.text();
        if (route.isBare === true && text !== '') bad.push(`${route.name}: it has a body`);
        if (route.says !== undefined && text !== route.says)
          bad.push(`${route.name}: it says ${text}`);
      }
      expect(bad).toEqual([]);
    });
  });

test('the check sees what is missing', () => {
  const asked = { route: { name: '', path: '', status: 200 }, isTls: true, host: 'x' };
  expect(wrong(new Headers({ server: 'x' }), asked).length).toBeGreaterThan(8);
});
