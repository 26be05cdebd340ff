// The file of everything, against a list that the test keeps of what it did.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { gunzipSync } from 'node:zlib';
import { systemClock } from '../../../packages/server/src/ports/clock.ts';
import { uploadPicture, picture as bytes } from '../../support/picture.ts';
import { startServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { makeGroup, makeRoom, refused, say, type Call, type Person } from '../stories.ts';
import { cookieOf, post, textIn } from './http.ts';
import { onBoth, storyPassword } from './both.ts';

setDefaultTimeout(60_000);

interface Line {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

async function ready(call: Call): Promise<string> {
  const { export: begun } = await call('account.export', {});
  const done = await until(
    async () => {
      const { account } = await call('account.get', {});
      return account?.export?.readyAt === undefined ? undefined : account.export;
    },
    { what: 'the export', timeoutMs: 30_000 },
  );
  expect(done.id).toBe(begun?.id ?? '');
  return done.id;
}

const fetchExport = (url: string, id: string, headers: Record<string, string>) =>
  fetch(`${url}/v1/exports/${id}`, { headers });

function linesOf(file: Uint8Array): Line[] {
  const text = gunzipSync(file).toString('utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

onBoth((tell) => {
  tell('account.export holds everything of the user, and nothing it may not see', async (scene) => {
    const { url } = scene.server;
    const [alice, bob] = [await scene.meet('alice'), await scene.meet('bob')];
    const file = await story(url, alice, bob);
    const id = await ready(alice.call);
    const authorization = `Bearer ${alice.token}`;
    const response = await fetchExport(url, id, { authorization });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const lines = linesOf(await response.bytes());
    const texts = lines
      .filter(({ kind, data }) => kind === 'message' && data['hidden'] !== true)
      .map(({ data }) => String(data['text']));
    expect(texts.toSorted()).toEqual(file.messages.toSorted());
    const count = (kind: string) => lines.filter((line) => line.kind === kind).length;
    for (const [kind, wanted] of Object.entries(file.counts))
      expect({ kind, count: count(kind) }).toEqual({ kind, count: wanted });
    const dataOf = (kind: string) => lines.find((line) => line.kind === kind)?.data;
    expect(dataOf('account')).toMatchObject({
      user: { id: alice.id, username: alice.username, about: 'all of me' },
    });
    expect(lines.filter(({ data }) => data['hidden'] === true)).toHaveLength(3);
    expect(dataOf('game')).toMatchObject({ type: 'relay', seats: [{ user: alice.id }] });
    expect(dataOf('contact')).toMatchObject({ alias: 'my bob' });
    expect(dataOf('comment')).toMatchObject({ text: 'well said' });
    const picture = dataOf('picture');
    expect(Buffer.from(String(picture?.['content']), 'base64').length).toBeLessThanOrEqual(
      bytes.length,
    );
    expect(JSON.stringify(lines)).not.toMatch(/before you came|unseemly/);
    expect(JSON.stringify(lines)).not.toMatch(/argon2|passwordHash|tokenHash/);

    const parts: Uint8Array[] = [];
    for (let part = 0, more = true; more; part += 1) {
      const read = await alice.call('account.exportPart', { export: id, part });
      parts.push(read.content);
      ({ more } = read);
    }
    expect(linesOf(Buffer.concat(parts))).toEqual(lines);
    const theirs = { authorization: `Bearer ${bob.token}` };
    expect((await fetchExport(url, id, theirs)).status).toBe(404);
    expect((await fetchExport(url, id, {})).status).toBe(401);
    expect((await fetchExport(url, 'exp_00000000000', { authorization })).status).toBe(404);
    expect(await refused(bob.call('account.exportPart', { export: id, part: 0 }))).toBe('UNKNOWN');
    expect((await alice.call('account.export', {})).export?.id).toBe(id);
  });
});

/** What alice does, and what must be in her file of it. */
async function story(url: string, alice: Person, bob: Person) {
  const room = await makeRoom(bob, 'hall');
  await say(bob, room, 'before you came');
  await alice.call('conversation.join', { conversation: room });
  const left = await makeRoom(bob, 'left');
  await alice.call('conversation.join', { conversation: left });
  const group = await makeGroup(alice, [bob.id]);
  const direct = (await alice.call('conversation.direct', { user: bob.id })).conversation?.id ?? '';
  const self = `cnv${alice.id.slice(3)}`;
  for (const where of [room, left, group, direct, self])
    await say(alice, where, `alice in ${where}`);
  await say(bob, room, 'bob in the hall');
  await say(bob, left, 'bob where alice was');
  await say(bob, direct, 'bob to alice');
  for (const where of [room, left]) {
    const seq = await say(alice, where, 'unseemly');
    await bob.call('message.hide', { conversation: where, seq });
  }
  const items = [{ media: { id: await uploadPicture(url, alice.token) } }];
  const shown = {
    conversation: room,
    clientMsgId: 'p',
    content: { case: 'media', value: { items } },
  } as const;
  const { message } = await alice.call('message.send', shown);
  await bob.call('message.hide', { conversation: room, seq: message?.seq ?? 0 });
  await alice.call('conversation.leave', { conversation: left });
  await alice.call('contact.request', { user: bob.id });
  await bob.call('contact.accept', { user: alice.id });
  await alice.call('contact.update', { user: bob.id, alias: 'my bob' });
  await alice.call('moment.post', { text: 'a moment' });
  await alice.call('moment.post', { text: 'another moment' });
  const { moment } = await bob.call('moment.post', { text: 'of bob' });
  await alice.call('moment.like', { moment: moment?.id ?? '', like: true });
  await alice.call('moment.comment', { moment: moment?.id ?? '', text: 'well said' });
  await alice.call('game.create', { type: 'relay' });
  await bob.call('game.create', { type: 'relay' });
  const picture = await uploadPicture(url, alice.token);
  await alice.call('user.updateProfile', { about: 'all of me', picture });
  return {
    messages: [
      ...[room, left, group, direct, self].map((where) => `alice in ${where}`),
      'bob in the hall',
      'bob to alice',
    ],
    counts: {
      account: 1,
      settings: 1,
      device: 1,
      passkey: 0,
      contact: 1,
      // With the group beside the game.
      conversation: 5,
      game: 1,
      moment: 2,
      like: 1,
      comment: 1,
      picture: 1,
    },
  };
}

test('a large account is written in parts, and fetched whole by a browser’s cookie for a day', async () => {
  let later = 0;
  const clock = { ...systemClock, now: () => Date.now() + later };
  const server = await startServer({}, { clock });
  try {
    const url = `${server.url}/hubbub.v1.`;
    const origin = `http://localhost:${server.port}`;
    const args = { username: 'alice', password: storyPassword, cookie: true };
    const { pair: cookie } = cookieOf(await post(`${url}AccountService/SignUp`, args));
    const call = async (path: string, body: object = {}) =>
      (await post(`${url}${path}`, body, { cookie, origin })).body;
    const made = (await call('ConversationService/Create', { kind: 'ROOM', title: 'long' })) as {
      conversation?: { id: string };
    };
    const conversation = made.conversation?.id;
    // Poor to compress, so that parts are of some size.
    const words = (seed: number) =>
      Array.from({ length: 250 }, (_, i) => ((seed * 7919 + i * 104_729) % 1e9).toString(36)).join(
        ' ',
      );
    for (let i = 0; i < 1500; i += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, j) =>
          call('MessageService/Send', {
            conversation,
            clientMsgId: `${i + j}`,
            text: words(i + j),
          }),
        ),
      );
    await call('AccountService/Export');
    const found = await until(
      async () => {
        const { account } = (await call('AccountService/Get')) as {
          account?: { export?: { id: string; readyAt?: string; parts?: number } };
        };
        return account?.export?.readyAt ? account.export : undefined;
      },
      { what: 'the export', timeoutMs: 30_000 },
    );
    expect(found.parts).toBeGreaterThan(5);
    const whole = await fetchExport(server.url, found.id, { cookie, origin });
    const lines = linesOf(await whole.bytes());
    const seqs = lines
      .filter(({ kind }) => kind === 'message')
      .map(({ data }) => Number(data['seq']));
    expect(seqs).toEqual(Array.from({ length: 1500 }, (_, i) => i + 1));
    const foreign = { cookie, origin: 'https://evil.example' };
    expect((await fetchExport(server.url, found.id, foreign)).status).toBe(403);
    later = 24 * 60 * 60_000 + 60_000;
    expect((await fetchExport(server.url, found.id, { cookie, origin })).status).toBe(404);
    expect(textIn((await call('AccountService/Get')) as never, 'export')).toBe('');
  } finally {
    await server.stop();
  }
});
