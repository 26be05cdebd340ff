import { TokenKey_Algorithm as Algorithm, type AppSettings } from '@hubbub/protocol';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { readBusinessToken } from '../../packages/server/src/features/session/business-token.ts';
import { mutatedText, oddJson } from '../arbitrary.ts';
import { must, target } from '../target.ts';

const secret = 'a secret of the business, for fuzzing alone';
const settings = {
  tokenKeys: [{ id: 'k1', algorithm: Algorithm.HS256, key: secret }],
} as unknown as AppSettings;
const soon = Math.floor(Date.now() / 1000) + 3600;
const good = await new SignJWT({ name: 'Alice' })
  .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
  .setAudience('main')
  .setSubject('alice')
  .setExpirationTime(soon)
  .sign(new TextEncoder().encode(secret));
const signature = good.slice(good.lastIndexOf('.'));

const header = fc.record(
  {
    alg: fc.oneof(fc.constantFrom('none', 'HS256', 'HS512', 'RS256', 'EdDSA', 'hs256'), oddJson),
    kid: fc.oneof(fc.constantFrom('k1', '__proto__', 'k1\u0000'), oddJson),
    jwk: oddJson,
    crit: oddJson,
    b64: oddJson,
  },
  { requiredKeys: ['alg', 'kid'] },
);
const payload = fc.record(
  {
    aud: fc.oneof(fc.constantFrom<unknown>('main', ['main'], 'constructor'), oddJson),
    sub: fc.oneof(fc.constant('alice'), oddJson),
    exp: fc.oneof(fc.constant(soon), oddJson),
    nbf: oddJson,
  },
  { requiredKeys: ['aud', 'sub', 'exp'] },
);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export const jwts = [
  target({
    name: 'jwts',
    what: 'tokens that a business signs',
    inputs: fc.oneof(
      mutatedText(fc.constant(good)),
      fc
        .tuple(header, payload, fc.constantFrom(signature, '.', ''))
        .map(([head, body, end]) => `${encode(head)}.${encode(body)}${end}`),
      fc.string({ unit: 'binary' }),
    ),
    check: async (token: string) => {
      const read = await readBusinessToken(token, (app) => (app === 'main' ? settings : undefined));
      must((read !== undefined) === isGood(token), `read as ${read?.externalId}`);
    },
  }),
];

/** Base64 without padding says the same bytes in several ways: the last character of a signature has bits to spare. */
function isGood(token: string): boolean {
  const at = good.lastIndexOf('.');
  const [signed, mine] = [token.slice(at + 1), good.slice(at + 1)];
  const bytes = (text: string) => Buffer.from(text, 'base64url').toString('hex');
  return (
    token.startsWith(good.slice(0, at + 1)) &&
    /^[\w-]+$/.test(signed) &&
    bytes(signed) === bytes(mine)
  );
}
