import { expect, setDefaultTimeout } from 'bun:test';
import { onBoth } from '../account/both.ts';
import { refused } from '../stories.ts';
import { picture as bytes, uploadPicture } from '../../support/picture.ts';
import { until } from '../../support/until.ts';

setDefaultTimeout(60_000);

onBoth((tell) => {
  tell('a picture is shown to everybody in the app, and the one before goes', async (scene) => {
    const { url } = scene.server;
    const alice = await scene.meet('alice');
    const bob = await scene.meet('bob');
    const see = async (id: string, token: string) =>
      await fetch(`${url}/v1/media/${id}`, { headers: { authorization: `Bearer ${token}` } });
    const first = await uploadPicture(url, alice.token);
    const second = await uploadPicture(url, alice.token);
    expect((await see(first, bob.token)).status).toBe(404);
    const { user } = await alice.call('user.updateProfile', { picture: first });
    expect(user?.picture).toBe(first);
    const shown = await see(first, bob.token);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect((await shown.arrayBuffer()).byteLength).toBeLessThanOrEqual(bytes.length);
    expect((await fetch(`${url}/v1/media/${first}`)).status).toBe(401);
    const taken = { picture: second };
    expect(await refused(bob.call('user.updateProfile', taken))).toBe('UNKNOWN');
    const { users } = await bob.call('user.get', { users: [alice.id] });
    expect(users[0]?.picture).toBe(first);
    await alice.call('user.updateProfile', { about: 'the picture stays' });
    expect((await see(first, bob.token)).status).toBe(200);
    await alice.call('user.updateProfile', { picture: second });
    await until(async () => (await see(first, alice.token)).status === 404, {
      what: 'the old one to go',
    });
    const cleared = await alice.call('user.updateProfile', { picture: '' });
    expect(cleared.user?.picture).toBe('');
    await until(async () => (await see(second, alice.token)).status === 404, { what: 'it to go' });
  });
});
