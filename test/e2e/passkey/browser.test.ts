// The same with a real browser and its own authenticator, so that what we believe of browsers is not ours alone.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser.ts';
import { signUp } from '../../support/people.ts';
import { startServer, type TestServer } from '../../support/server.ts';

setDefaultTimeout(120_000);

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('Chromium makes a passkey here and logs in with it', async () => {
  const { token, user } = await signUp(server.url, 'alice');
  const page = await browser.newPage();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  // Any page of the server: passkeys belong to where they are asked for.
  await page.goto(`http://localhost:${server.port}/healthz`);
  const answer = await page.evaluate(inPage, token);
  expect(answer).toEqual({ passkeys: ['browser'], user: user.id, repeated: 'PASSKEY' });
});

/** Runs in the browser, with nothing but what browsers have. */
async function inPage(token: string) {
  const call = async (path: string, args: object, as = '') => {
    const response = await fetch(`/hubbub.v1.${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(as && { authorization: `Bearer ${as}` }) },
      body: JSON.stringify(args),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const json = (credential: Credential | null) =>
    JSON.stringify((credential as PublicKeyCredential).toJSON());
  const made = await call('PasskeyService/Create', {}, token);
  const creation = PublicKeyCredential.parseCreationOptionsFromJSON(
    JSON.parse(made['options'] as string) as PublicKeyCredentialCreationOptionsJSON,
  );
  const created = json(await navigator.credentials.create({ publicKey: creation }));
  await call('PasskeyService/Add', { credential: created, name: 'browser' }, token);
  const { passkeys } = await call('PasskeyService/List', {}, token);
  const asked = await call('PasskeyService/Ask', {});
  const request = PublicKeyCredential.parseRequestOptionsFromJSON(
    JSON.parse(asked['options'] as string) as PublicKeyCredentialRequestOptionsJSON,
  );
  const credential = json(await navigator.credentials.get({ publicKey: request }));
  const entered = await call('AccountService/LogInWithPasskey', { credential });
  const again = await call('AccountService/LogInWithPasskey', { credential });
  return {
    passkeys: (passkeys as { name: string }[]).map(({ name }) => name),
    user: (entered['user'] as { id: string }).id,
    repeated: atob((again['details'] as { value: string }[])[0]?.value ?? '').includes('PASSKEY')
      ? 'PASSKEY'
      : '',
  };
}
