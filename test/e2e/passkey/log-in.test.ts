// Passkeys from a software authenticator: the promises of a signature, and what becomes of each that is wrong.
import { expect, setDefaultTimeout } from 'bun:test';
import { Authenticator, type Lies } from '../../support/authenticator.ts';
import type { TestServer } from '../../support/server.ts';
import { onBoth, reasonOf } from '../account/both.ts';
import { post, textIn } from '../account/http.ts';
import { refused, type Person } from '../stories.ts';

setDefaultTimeout(60_000);

const at = (server: TestServer) => new Authenticator(`http://localhost:${server.port}`);

async function addTo(person: Person, authenticator: Authenticator, lies: Lies = {}) {
  const { options } = await person.call('passkey.create', {});
  const credential = authenticator.create(options, lies);
  return await person.call('passkey.add', { credential, name: ' my key ' });
}

async function ask(server: TestServer): Promise<string> {
  const { body } = await post(`${server.url}/hubbub.v1.PasskeyService/Ask`, {});
  return textIn(body, 'options');
}

const logIn = (server: TestServer, credential: string, more: object = {}) =>
  post(`${server.url}/hubbub.v1.AccountService/LogInWithPasskey`, { credential, ...more });

onBoth((tell) => {
  tell(
    'a passkey logs in by itself, confirms, and is listed, renamed and removed',
    async (scene) => {
      const { server } = scene;
      const alice = await scene.meet('alice');
      const bob = await scene.meet('bob');
      const authenticator = at(server);
      const { passkey } = await addTo(alice, authenticator);
      expect(passkey).toMatchObject({ name: 'my key' });
      const id = passkey?.id ?? '';

      const answer = await logIn(server, authenticator.get(await ask(server)));
      expect(answer.body['user']).toMatchObject({ id: alice.id });
      expect(await reasonOf(server, textIn(answer.body, 'token'))).toBeUndefined();
      const credential = authenticator.get(await ask(server));
      await alice.call('account.confirm', { proof: { case: 'credential', value: credential } });
      const proof = { case: 'credential', value: authenticator.get(await ask(server)) } as const;
      expect(await refused(bob.call('account.confirm', { proof }))).toBe('PASSKEY');

      expect(await refused(bob.call('passkey.rename', { passkey: id, name: 'mine' }))).toBe(
        'UNKNOWN',
      );
      expect(await refused(bob.call('passkey.remove', { passkey: id }))).toBe('UNKNOWN');
      expect((await bob.call('passkey.list', {})).passkeys).toEqual([]);
      await alice.call('passkey.rename', { passkey: id, name: 'yubi' });
      const { passkeys } = await alice.call('passkey.list', {});
      expect(passkeys.map(({ name }) => name)).toEqual(['yubi']);
      expect((await alice.call('account.get', {})).account?.passkeys).toBe(1);
      await alice.call('passkey.remove', { passkey: id });
      expect((await logIn(server, authenticator.get(await ask(server)))).reason).toBe('PASSKEY');
    },
  );

  tell('whatever is wrong with a signature, nobody gets in', async ({ meet, server }) => {
    const alice = await meet('alice');
    const authenticator = at(server);
    await addTo(alice, authenticator);
    const outcome = async (lies: Lies) =>
      (await logIn(server, authenticator.get(await ask(server), lies))).reason;
    expect(await outcome({ origin: 'http://localhost:1' })).toBe('PASSKEY');
    expect(await outcome({ origin: 'https://evil.example' })).toBe('PASSKEY');
    expect(await outcome({ domain: 'evil.example' })).toBe('PASSKEY');
    expect(await outcome({ unverified: true })).toBe('PASSKEY');
    expect(await outcome({ challenge: Buffer.alloc(32).toString('base64url') })).toBe('PASSKEY');
    expect(await outcome({ signature: Buffer.alloc(70) })).toBe('PASSKEY');

    const options = await ask(server);
    expect((await logIn(server, authenticator.get(options))).status).toBe(200);
    // Signed anew, so that only the challenge is old.
    expect((await logIn(server, authenticator.get(options))).reason).toBe('PASSKEY');
    // A copy of the authenticator is behind in its count.
    expect(await outcome({ counter: 1 })).toBe('PASSKEY');
    const spent = await ask(server);
    const bad = authenticator.get(spent, { signature: Buffer.alloc(70) });
    expect((await logIn(server, bad)).reason).toBe('PASSKEY');
    expect((await logIn(server, authenticator.get(spent))).reason).toBe('PASSKEY');
    for (const text of ['{}', '[]', 'null', '"x"', '{"response":{"clientDataJSON":"e30"}}', '{'])
      expect((await logIn(server, text)).reason).toBe('PASSKEY');
  });

  tell('a new passkey is of this site, of a verified user, and asked for', async (scene) => {
    const alice = await scene.meet('alice');
    const bob = await scene.meet('bob');
    const authenticator = at(scene.server);
    for (const lies of [
      { origin: 'https://evil.example' },
      { domain: 'evil.example' },
      { unverified: true },
      { challenge: Buffer.alloc(32).toString('base64url') },
    ])
      expect(await refused(addTo(alice, authenticator, lies))).toBe('PASSKEY');
    const { options } = await alice.call('passkey.create', {});
    const credential = authenticator.create(options);
    await alice.call('passkey.add', { credential, name: 'one' });
    const again = { credential, name: 'two' };
    expect(await refused(alice.call('passkey.add', again))).toBe('PASSKEY');
    const { options: hers } = await alice.call('passkey.create', {});
    const stolen = authenticator.create(hers);
    expect(await refused(bob.call('passkey.add', { credential: stolen, name: 'x' }))).toBe(
      'PASSKEY',
    );
    const asked = JSON.parse((await alice.call('passkey.create', {})).options) as {
      excludeCredentials: unknown[];
      authenticatorSelection: object;
      user: { name: string };
    };
    expect(asked.excludeCredentials).toHaveLength(1);
    expect(asked.authenticatorSelection).toMatchObject({
      residentKey: 'required',
      userVerification: 'required',
    });
    expect(asked.user.name).toBe(alice.username);
  });
});
