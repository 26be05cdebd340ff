// Removal takes effect at its place in the log (docs/sync.md 11): whatever a removed user's sockets are sent, none of it is
// of a later version, however much is said in the same moment.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Conversation_Kind, Reason_Code, type Change } from '@hubbub/protocol';
import { openSocket, startServer, type RawSocket, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { signUp } from './sign-up.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

interface Someone {
  readonly id: string;
  readonly sockets: readonly RawSocket[];
  readonly socket: RawSocket;
  /** All that came in, of every socket, as it came. */
  readonly heard: readonly string[];
}

async function someone(name: string): Promise<Someone> {
  const { id, token } = await signUp(server, name);
  const heard: string[] = [];
  const sockets: RawSocket[] = [];
  for (const codec of ['json', 'proto'] as const) {
    const socket = await openSocket(server.socketUrl, { codec });
    socket.ws.addEventListener('message', ({ data }) =>
      heard.push(typeof data === 'string' ? data : Buffer.from(data as ArrayBuffer).toString()),
    );
    await socket.call('session.open', { token });
    sockets.push(socket);
  }
  const [socket] = sockets;
  if (socket === undefined) throw new Error('no socket');
  return { id, sockets, socket, heard };
}

function changesOf(socket: RawSocket, conversation: string): Change[] {
  return socket.events.flatMap(({ event }) =>
    event.case === 'change' && event.value.conversation === conversation ? [event.value] : [],
  );
}

function say(by: Someone, conversation: string, text: string) {
  const content = { case: 'text', value: text } as const;
  return by.socket.post('message.send', {
    conversation,
    clientMsgId: crypto.randomUUID(),
    content,
  });
}

async function settled(who: Someone): Promise<void> {
  for (const socket of who.sockets) await socket.call('user.get', { users: [who.id] });
}

const kinds = { GROUP: Conversation_Kind.GROUP, ROOM: Conversation_Kind.ROOM } as const;

async function company(kind: keyof typeof kinds) {
  const [alice, bob, charlie] = [
    await someone('alice'),
    await someone('bob'),
    await someone('charlie'),
  ];
  const users = kind === 'GROUP' ? [bob.id, charlie.id] : [];
  const made = await alice.socket.call('conversation.create', {
    kind: kinds[kind],
    title: 'x',
    users,
  });
  const id = made.conversation?.id ?? '';
  if (kind === 'ROOM')
    for (const one of [bob, charlie])
      await one.socket.call('conversation.join', { conversation: id });
  return { alice, bob, charlie, id };
}

for (const [kind, act] of [
  ['GROUP', 'conversation.remove'],
  ['ROOM', 'conversation.remove'],
  ['GROUP', 'conversation.ban'],
  ['ROOM', 'conversation.ban'],
] as const)
  test(`${act} in a ${kind}, under load: nothing later reaches any socket of who is out, nor is anything later theirs`, async () => {
    const { alice, bob, charlie, id } = await company(kind);
    for (let round = 0; round < 5; round += 1) {
      const asked: Promise<unknown>[] = [];
      for (let i = 0; i < 100; i += 1) {
        asked.push(say(alice, id, `a ${round} ${i}`), say(charlie, id, `c ${round} ${i}`));
        // What he says after he is out is refused.
        asked.push(say(bob, id, `b ${round} ${i}`).catch(() => undefined));
        // 100 in flight at the most per connection, so that none is refused.
        if (i % 25 === 24) await Promise.all(asked);
        if (i === 60) asked.push(alice.socket.post(act, { conversation: id, user: bob.id }));
      }
      await Promise.all(asked);
      await settled(bob);
      let removed = 0;
      for (const socket of bob.sockets) {
        const changes = changesOf(socket, id);
        const last = changes.at(-1);
        const tombstone = last?.members.find(({ user }) => user === bob.id);
        expect(tombstone?.left).toBe(Reason_Code.KICKED);
        // Members and notice share one Change: the notice's version is its last.
        const removedAt = tombstone?.version ?? 0;
        expect(last?.version ?? 0).toBeLessThanOrEqual(removedAt + 1);
        const later = changes.flatMap(({ messages }) =>
          messages.filter(({ version }) => (version ?? 0) > removedAt),
        );
        expect(later).toEqual([]);
        socket.events.length = 0;
        removed = removedAt;
      }
      const { messages } = await alice.socket.call('message.history', {
        conversation: id,
        limit: 100,
      });
      const own = messages.filter(({ sender }) => sender === bob.id);
      expect(own.filter(({ version }) => (version ?? 0) > removed)).toEqual([]);
      const { changes } = await bob.socket.call('sync.pull', {
        known: [{ conversation: id, version: 1 }],
      });
      expect(changes.find(({ conversation }) => conversation === id)?.gone).toBe(
        Reason_Code.NOT_FOUND,
      );
      if (act === 'conversation.ban') {
        const back = await bob.socket
          .call('conversation.join', { conversation: id })
          .catch((error: unknown) => error);
        expect(back).toMatchObject({ reason: kind === 'ROOM' ? 'BANNED' : 'UNKNOWN' });
        await alice.socket.call('conversation.unban', { conversation: id, user: bob.id });
      }
      if (kind === 'GROUP')
        await alice.socket.call('conversation.add', { conversation: id, users: [bob.id] });
      else await bob.socket.call('conversation.join', { conversation: id });
      await settled(bob);
      for (const socket of bob.sockets) socket.events.length = 0;
    }
  }, 60_000);

for (const kind of ['GROUP', 'ROOM'] as const)
  test(`message.hide in a ${kind}, under load: what it said is told nobody after its place in the log`, async () => {
    const { alice, bob, charlie, id } = await company(kind);
    for (let round = 0; round < 5; round += 1) {
      const secret = `secret ${round}`;
      const seq = (await say(bob, id, secret)).message?.seq ?? 0;
      const asked: Promise<unknown>[] = [];
      let hidden: Promise<{ message?: { version?: number | undefined } | undefined }> | undefined;
      for (let i = 0; i < 100; i += 1) {
        asked.push(say(alice, id, `a ${round} ${i}`), say(charlie, id, `c ${round} ${i}`));
        const name = { conversation: id, seq };
        const change = { ...name, clientKey: crypto.randomUUID() };
        const content = { case: 'text', value: `${secret} again ${i}` } as const;
        // What he makes of it after it is hidden is refused.
        asked.push(bob.socket.post('message.edit', { ...change, content }).catch(() => undefined));
        asked.push(
          charlie.socket
            .post('message.react', { ...name, emoji: '👍', on: i % 2 === 0 })
            .catch(() => undefined),
        );
        if (i % 20 === 19) await Promise.all(asked);
        if (i === 60) hidden = alice.socket.post('message.hide', name);
      }
      await Promise.all(asked);
      const at = (await hidden)?.message?.version ?? 0;
      for (const who of [bob, charlie]) {
        await settled(who);
        for (const socket of who.sockets) {
          const changes = changesOf(socket, id);
          const rows = changes.flatMap(({ messages }) => messages.filter((row) => row.seq === seq));
          expect(rows.at(-1)).toMatchObject({
            version: at,
            hidden: true,
            recalled: true,
            content: {},
          });
          expect(rows.filter((row) => (row.version ?? 0) > at)).toEqual([]);
          socket.events.length = 0;
        }
        const page = await who.socket.call('message.history', { conversation: id, limit: 100 });
        const pull = await who.socket.call('sync.pull', { only: [id], known: [] });
        for (const shown of [page, pull]) expect(Bun.inspect(shown)).not.toContain(secret);
      }
      for (const socket of alice.sockets) socket.events.length = 0;
    }
  }, 60_000);

test('who is removed and added in one moment hears what is said after, and nothing of what was between', async () => {
  const { alice, bob, id } = await company('GROUP');
  for (let round = 0; round < 10; round += 1) {
    // One connection's writes of one conversation share a batch, and its emissions a flush.
    const asked = [
      say(alice, id, `before ${round}`),
      alice.socket.post('conversation.remove', { conversation: id, user: bob.id }),
      say(alice, id, `between ${round}`),
      alice.socket.post('conversation.add', { conversation: id, users: [bob.id] }),
      say(alice, id, `after ${round}`),
    ];
    await Promise.all(asked);
    await say(alice, id, `later ${round}`);
    for (const socket of bob.sockets)
      await until(
        () =>
          changesOf(socket, id).some(({ messages }) =>
            messages.some(({ content }) => content.value === `later ${round}`),
          ),
        { what: `what is said later, round ${round}` },
      );
  }
  expect(bob.heard.join('\n')).toContain('before 9');
  expect(bob.heard.join('\n')).not.toContain('between');
}, 60_000);

test('a whisper reaches its members’ sockets and no byte of it anybody else', async () => {
  const { alice, bob, charlie, id } = await company('ROOM');
  const made = await alice.socket.call('conversation.whisper', { room: id, users: [bob.id] });
  const whisper = made.conversation?.id ?? '';
  const asked: Promise<unknown>[] = [];
  for (let i = 0; i < 20; i += 1)
    asked.push(say(alice, whisper, 'xyzzy secret'), say(charlie, id, `loud ${i}`));
  await Promise.all(asked);
  await say(bob, id, 'loud by bob');
  for (const who of [bob, charlie]) await settled(who);
  await until(() => bob.heard.join('').includes('xyzzy secret'), { what: 'the whisper at bob' });
  await charlie.socket.call('sync.pull', {});
  await charlie.socket.call('message.history', { conversation: id });
  await charlie.socket.call('conversation.members', { conversation: id });
  await charlie.socket.call('conversation.leave', { conversation: id });
  expect(charlie.heard.join('')).toContain('loud by bob');
  expect(charlie.heard.join('')).not.toContain('xyzzy');
  expect(charlie.heard.join('')).not.toContain(whisper);
  // Bob leaves the room in the middle of being whispered to.
  const more = Array.from({ length: 20 }, (_, i) => say(alice, whisper, `plugh ${i}`));
  const left = bob.socket.post('conversation.leave', { conversation: id });
  await Promise.all([left, ...more.map((one) => one.catch(() => undefined))]);
  await settled(bob);
  for (const socket of bob.sockets) {
    const last = changesOf(socket, whisper).at(-1);
    const tombstone = last?.members.find(({ user }) => user === bob.id);
    expect(tombstone?.left).toBe(Reason_Code.LEFT);
    const later = changesOf(socket, whisper).flatMap(({ messages }) =>
      messages.filter(({ version }) => (version ?? 0) > (tombstone?.version ?? 0)),
    );
    expect(later).toEqual([]);
  }
}, 60_000);
