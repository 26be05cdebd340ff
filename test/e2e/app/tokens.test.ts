// Tokens that the business makes itself (JWT): which are good, and that every other is refused alike.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { SignJWT } from 'jose';
import { closes } from '@hubbub/protocol';
import { client, operatorOf, type Client } from '../../support/backend.ts';
import { openSocket, startServer, type TestServer } from '../../support/server.ts';
import { refused } from '../stories.ts';

const secret = 'the business keeps this secret, and tells the server';
const pair = generateKeyPairSync('ed25519');
const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

let server: TestServer;
let operator: Client;
beforeAll(async () => {
  server = await startServer();
  operator = operatorOf(server);
  for (const name of ['shop', 'other']) {
    await operator('app.create', { name });
    const addTokenKeys = [
      { id: 'h1', algorithm: 'HS256', key: secret },
      { id: 'e1', algorithm: 'EDDSA', key: pem },
    ];
    await operator('app.update', { name, addTokenKeys });
  }
});
afterAll(() => server.stop());

interface Making {
  readonly header?: object;
  readonly claims?: object;
  readonly key?: Parameters<SignJWT['sign']>[0];
}

const now = () => Math.floor(Date.now() / 1000);

function make({ header, claims, key = Buffer.from(secret) }: Making = {}): Promise<string> {
  const payload = { aud: 'shop', sub: 'customer-1', exp: now() + 60, name: 'Ann', ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: 'h1', ...header }).sign(key);
}

test('HS256 and EdDSA name the same user, made at the first token', async () => {
  const open = async (token: string) => {
    const socket = await openSocket(server.socketUrl);
    return await socket.call('session.open', { token, device: { key: 'phone', name: 'phone' } });
  };
  const first = await open(await make());
  const edged = { header: { alg: 'EdDSA', kid: 'e1' }, key: pair.privateKey };
  const second = await open(await make(edged));
  expect(second.user?.id).toBe(first.user?.id);
  expect(first.user?.displayName).toBe('Ann');
  // The same installation is the same device.
  expect(second.device?.id).toBe(first.device?.id);
  const bearer = client(server.url, { token: await make() });
  expect((await bearer('device.list'))['devices']).toMatchObject([{ id: first.device?.id }]);
  expect(await refused(bearer('account.logOut'))).toBe('CALLER');
});

test('the same sub in another app is another user', async () => {
  const of = async (aud: string) => {
    const socket = await openSocket(server.socketUrl);
    return (await socket.call('session.open', { token: await make({ claims: { aud } }) })).user?.id;
  };
  expect(await of('shop')).not.toBe(await of('other'));
});

test('the device ends with the token', async () => {
  const own = await startServer({ recheckMs: 100 });
  const operatorOfOwn = operatorOf(own);
  await operatorOfOwn('app.create', { name: 'shop' });
  const addTokenKeys = [{ id: 'h1', algorithm: 'HS256', key: secret }];
  await operatorOfOwn('app.update', { name: 'shop', addTokenKeys });
  const socket = await openSocket(own.socketUrl);
  await socket.call('session.open', { token: await make({ claims: { exp: now() + 2 } }) });
  expect(await socket.closed).toBe(closes.REVOKED.code);
  await own.stop();
});

const publicAsSecret = () => ({ header: { alg: 'HS256', kid: 'e1' }, key: Buffer.from(pem) });
const bad: Readonly<Record<string, () => Making | string>> = {
  'another secret': () => ({ key: Buffer.from('another secret that is long enough to sign') }),
  'the public key taken for a secret': publicAsSecret,
  'an unknown kid': () => ({ header: { kid: 'nobody' } }),
  'no kid': () => ({ header: { kid: undefined } }),
  expired: () => ({ claims: { exp: now() - 60 } }),
  'without an end': () => ({ claims: { exp: undefined } }),
  'too far an end': () => ({ claims: { exp: now() + 25 * 3600 } }),
  'not valid yet': () => ({ claims: { nbf: now() + 600 } }),
  'for no app': () => ({ claims: { aud: undefined } }),
  'for an app that is not there': () => ({ claims: { aud: 'nobody' } }),
  'for several': () => ({ claims: { aud: ['shop', 'other'] } }),
  'without sub': () => ({ claims: { sub: undefined } }),
  'an endless sub': () => ({ claims: { sub: 'x'.repeat(129) } }),
  'not signed': () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { aud: 'shop', sub: 'customer-1', exp: now() + 60 };
    return `${part({ alg: 'none', kid: 'h1' })}.${part(claims)}.`;
  },
  'no JSON': () => 'a.b.c',
};

test.each(Object.keys(bad))('refused: %s', async (name) => {
  const made = bad[name]?.() ?? {};
  const token = typeof made === 'string' ? made : await make(made);
  expect(await refused(client(server.url, { token })('device.list'))).toBe('TOKEN');
  const socket = await openSocket(server.socketUrl);
  expect(await refused(socket.call('session.open', { token }))).toBe('TOKEN');
});

test('refused: a good one in another spelling', async () => {
  const good = await make();
  for (const token of [`${good}=`, `${good}==`, ` ${good}`, good.replace('.', '=.')]) {
    const socket = await openSocket(server.socketUrl);
    expect(await refused(socket.call('session.open', { token }))).toBe('TOKEN');
  }
});

test('refused: one that is longer than any needs to be', async () => {
  const token = await make({ claims: { more: 'x'.repeat(8000) } });
  expect(await refused(client(server.url, { token })('device.list'))).toBe('TOKEN');
});

test('a key that is taken away signs nothing any more; weak and private keys are refused', async () => {
  await operator('app.create', { name: 'brief' });
  const update = (changes: object) => operator('app.update', { name: 'brief', ...changes });
  await update({ addTokenKeys: [{ id: 'h1', algorithm: 'HS256', key: secret }] });
  const token = await make({ claims: { aud: 'brief' } });
  expect(await client(server.url, { token })('device.list')).toEqual({});
  await update({ removeTokenKeys: ['h1'] });
  expect(await refused(client(server.url, { token })('device.list'))).toBe('TOKEN');
  const add = (algorithm: string, key: string) =>
    update({ addTokenKeys: [{ id: 'x', algorithm, key }] });
  expect(await refused(add('HS256', 'short'))).toBe('FIELD');
  expect(await refused(add('EDDSA', 'no key at all'))).toBe('FIELD');
  const jwk = JSON.stringify(pair.privateKey.export({ format: 'jwk' }));
  expect(await refused(add('EDDSA', jwk))).toBe('FIELD');
});
