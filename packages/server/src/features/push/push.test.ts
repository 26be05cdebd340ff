// The parts of push that are rules: who is called at all, the server's word, the encryption, and what is shown.
import { createECDH } from 'node:crypto';
import { expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import { Conversation_Kind as Kind, MessageSchema } from '@hubbub/protocol';
import ece from 'http_ece';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { PushNews } from '../../store/push-news-store.ts';
import type { PushSubscriptionTable } from '../../store/schema-push.ts';
import { isPublicAddress, lookupPublic, PrivateAddressError } from './address.ts';
import { endpointTrouble } from './subscription.ts';
import { encodePush, pushText } from './text.ts';
import { mostBytes } from './post.ts';
import { newPushKey, publicKeyOf, Vapid } from './vapid.ts';
import { fill, pushLanguages, wordsIn } from './words.ts';

test.each([
  ['93.184.215.14', true],
  ['2606:4700:4700::1111', true],
  ['10.0.0.1', false],
  ['172.16.5.4', false],
  ['192.168.1.1', false],
  ['127.0.0.1', false],
  ['0.0.0.0', false],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:93.184.215.14', true],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['2001::1', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['ff02::1', false],
  ['nonsense', false],
])('%s is public: %p', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test('a name that leads to this machine is not called', async () => {
  const error = await new Promise((resolve) =>
    lookupPublic('localhost', {}, (found) => resolve(found)),
  );
  expect(error).toBeInstanceOf(PrivateAddressError);
});

test('what is the operator’s own is called wherever it is', () => {
  expect(endpointTrouble('https://push.lan:8443/x', ['push.lan:8443'])).toBeUndefined();
  expect(endpointTrouble('https://push.lan:8444/x', ['push.lan:8443'])).toBeDefined();
  expect(endpointTrouble('http://push.lan:8443/x', ['push.lan:8443'])).toBeDefined();
});

test('the example of RFC 8291, with the runtime’s own cryptography', () => {
  const sender = createECDH('prime256v1');
  sender.setPrivateKey(Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'));
  const sent = ece.encrypt(Buffer.from('When I grow up, I want to be a watermelon'), {
    version: 'aes128gcm',
    privateKey: sender,
    dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    authSecret: 'BTBZMqHH6r4Tts7J_aSIgg',
    salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  });
  expect(sent.toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  );
});

test('the server’s word is for one service, and a new one in time', async () => {
  const vapid = new Vapid(newPushKey(), '');
  const at = Date.now();
  const header = await vapid.header('https://push.example.com', at);
  const [, word = ''] = /^vapid t=(\S+), k=/.exec(header) ?? [];
  expect(decodeProtectedHeader(word)).toMatchObject({ alg: 'ES256', typ: 'JWT' });
  expect(decodeJwt(word).aud).toBe('https://push.example.com');
  expect(decodeJwt(word).sub).toBeUndefined();
  expect(await vapid.header('https://push.example.com', at + 1_000)).toBe(header);
  expect(await vapid.header('https://push.example.com', at + 7 * 3_600_000)).not.toBe(header);
  expect(await vapid.header('https://other.example.com', at)).not.toBe(header);
});

test('keys: 32 bytes, and what is none is refused', () => {
  for (let i = 0; i < 300; i += 1) expect(newPushKey()).toMatch(/^[\w-]{43}$/);
  expect(Buffer.from(publicKeyOf(newPushKey()), 'base64url')).toHaveLength(65);
  expect(() => new Vapid('A'.repeat(43), '')).toThrow();
});

test('every language has every word, with all it must hold', () => {
  for (const words of Object.values(pushLanguages)) {
    expect(Object.keys(words)).toEqual(Object.keys(wordsIn('en')));
    for (const [name, text] of Object.entries(words)) {
      expect(text).toMatch(/\S/);
      expect(text.match(/\{\w+\}/g)?.toSorted() ?? []).toEqual(
        wordsIn('en')
          [name as keyof typeof words].match(/\{\w+\}/g)
          ?.toSorted() ?? [],
      );
    }
  }
  expect(wordsIn('zh-Hant-TW')).toBe(pushLanguages['zh'] as never);
  expect(wordsIn('constructor')).toBe(pushLanguages['en'] as never);
  expect(fill('{name} in {title}', { name: '{title}', title: '$&' })).toBe('{title} in $&');
});

const subscription = { language: '', hide_text: 0 } as PushSubscriptionTable;
const said = (text: string, more: Partial<Extract<PushNews, { about: 'message' }>> = {}) =>
  pushText({
    subscription,
    news: {
      about: 'message',
      message: create(MessageSchema, {
        sender: 'usr_a',
        seq: 7,
        content: { case: 'text', value: text },
      }),
      kind: Kind.GROUP,
      place: 'cnv_x',
      title: 'crew',
      names: new Map([
        ['usr_a', 'Ann'],
        ['usr_b', 'Bo'],
      ]),
      isUrgent: false,
      ...more,
    },
  });

test('people are called what the reader calls them', () => {
  expect(said('@[old name](usr_b) and @[all], look')).toMatchObject({
    title: 'Ann in crew',
    body: '@Bo and @all, look',
  });
});

test('whatever was written, it is short enough to be sent, and no half character is in it', () => {
  for (const text of ['☃'.repeat(9_000), '👨‍👩‍👧‍👦'.repeat(900), '\u0001"\\'.repeat(900), '\ud800x']) {
    const shown = said(text, {
      title: '"'.repeat(300),
      names: new Map([['usr_a', '한'.repeat(99)]]),
    });
    expect(Buffer.byteLength(encodePush(shown))).toBeLessThanOrEqual(mostBytes);
    expect(shown.body.isWellFormed()).toBe(true);
    expect(shown.body.length).toBeGreaterThan(0);
  }
});
