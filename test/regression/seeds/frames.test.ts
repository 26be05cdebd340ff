// What comes in over a socket is read strictly, and nothing of it goes out unread.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { closes } from '@hubbub/protocol';
import { openSocket, spawnServer, type ServerProcess } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { enter, heard, makeRoom, refused, say, settle, type Person } from './cast.ts';

let server: ServerProcess;
let alice: Person;
let bob: Person;
let room: string;
beforeAll(async () => {
  server = await spawnServer({ frameBytes: 65_536 });
  alice = await enter(server, 'alice');
  bob = await enter(server, 'bob');
  room = await makeRoom(alice);
  await bob.socket.call('conversation.join', { conversation: room });
});
afterAll(() => server.stop());

/** Text frames as a person may type them; the answers are seen as plain JSON. */
async function typed(person: Person) {
  const { socket } = await again(person);
  const answers: { id?: number; error?: { reason: string; message: string } }[] = [];
  socket.ws.addEventListener('message', ({ data }) => {
    for (const line of String(data).split('\n')) answers.push(JSON.parse(line) as never);
  });
  let id = 1000;
  return async (op: string, args: string) => {
    id += 1;
    const mine = id;
    socket.ws.send(`{"id":${mine},"op":"${op}","args":${args}}`);
    return await until(() => answers.find((answer) => answer.id === mine));
  };
}

async function again(person: Person): Promise<Person> {
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token: person.token });
  return { ...person, socket };
}

test('K4 a sender, seq or time from the caller is refused, and what others see is made by the server', async () => {
  const send = await typed(bob);
  const base = `"conversation":"${room}","clientMsgId":"forged"`;
  for (const forged of [
    `"sender":"${alice.id}"`,
    '"seq":99',
    '"version":1',
    '"createdAt":"2001-01-01T00:00:00Z"',
  ])
    expect((await send('message.send', `{${base},"text":"x",${forged}}`)).error?.reason).toBe(
      'FIELD',
    );
  const { message } = await say(bob, room, 'mine');
  expect(message?.sender).toBe(bob.id);
  await settle(alice);
  expect(heard(alice)).toEqual(['mine']);
});

test('K5 ids that are negative, huge, cut or of another kind name nothing', async () => {
  const ask = await typed(alice);
  const ids = [
    '-1',
    '1e3',
    '01',
    '9007199254740992',
    '18446744073709551616',
    'cnv_',
    'cnv_zzzzzzzzzzz',
    room.toUpperCase(),
    `${room}0`,
    ` ${room}`,
  ];
  for (const id of [...ids, alice.id, room.replace('cnv', 'usr')]) {
    const answer = await ask('conversation.get', JSON.stringify({ conversation: id }));
    expect([id, answer.error?.reason]).toEqual([id, 'UNKNOWN']);
  }
  for (const wrong of ['-1', '1e999', 'null', '[]', '{}', 'true'])
    expect((await ask('conversation.get', `{"conversation":${wrong}}`)).error).toBeDefined();
  for (const seq of ['-1', '4294967296', '1.5', '"x"'])
    expect(
      (await ask('message.get', `{"conversation":"${room}","seqs":[${seq}]}`)).error,
    ).toBeDefined();
});

test('K30 an unknown or misspelt field is refused, never read as zero', async () => {
  const ask = await typed(alice);
  for (const args of [
    `{"conversation":"${room}","clientMsgid":"1","text":"x"}`,
    `{"room":"${room}"}`,
    '{"__proto__":{"x":1}}',
  ])
    expect((await ask('message.send', args)).error?.reason).toBe('FIELD');
});

test('K32 an unknown operation is answered, and nobody else hears of it', async () => {
  const ask = await typed(bob);
  for (const op of ['nope', 'message.sendX', 'message', '__proto__.x', 'constructor'])
    expect((await ask(op, '{}')).error?.reason).toBe('NO_OPERATION');
});

test('K46 an answer to bad input is from the table and tells nothing of the inside', async () => {
  const ask = await typed(alice);
  const bad = [
    '{"conversation":"x\'; drop table user; --"}',
    '{"conversation":{}}',
    '[]',
    '"x"',
    '{"limit":-1}',
  ];
  for (const op of [
    'conversation.get',
    'message.history',
    'sync.pull',
    'presence.subscribe',
    'mark.set',
  ])
    for (const args of bad) {
      const text = JSON.stringify((await ask(op, args)).error ?? '');
      expect(text).not.toMatch(/\.ts\b|node_modules|sqlite|postgres|select |at \w+ \(/i);
    }
});

test('K6 K31 K71 a frame that cannot be read ends its socket; what came behind it has no effect', async () => {
  const { pid } = server.child;
  for (const junk of ['{', '"', '\u0000', '[[[[', '{"id":', 'null', '5']) {
    const { socket } = await again(bob);
    socket.ws.send(junk);
    socket.ws.send(
      `{"id":7,"op":"message.send","args":{"conversation":"${room}","clientMsgId":"late","text":"too late"}}`,
    );
    expect(await socket.closed).toBe(closes.MALFORMED.code);
  }
  await settle(alice);
  expect(heard(alice)).not.toContain('too late');
  expect(server.child.pid).toBe(pid);
  expect(server.child.exitCode).toBeNull();
});

describe('K38 K48', () => {
  test('K38 a frame above the limit ends its socket, one below is read', async () => {
    const { socket } = await again(bob);
    socket.ws.send(`{"id":9,"op":"user.get","args":{"users":["${'x'.repeat(70_000)}"]}}`);
    expect(await socket.closed).toBe(closes.TOO_LARGE.code);
    const text = '\u{1F600}'.repeat(8000);
    await say(bob, room, text);
    await until(() => heard(alice).includes(text));
  });

  test('K48 a binary frame on a text socket is refused, not guessed at', async () => {
    const { socket } = await again(bob);
    socket.ws.send(new Uint8Array([0xff, 0xfe, 0, 1, 2]));
    expect(await socket.closed).toBe(closes.MALFORMED.code);
  });
});

test('K15 what is sent to somebody who is not there is refused or stored, and nothing breaks', async () => {
  expect(await refused(bob.socket.call('conversation.direct', { user: 'usr_00000000000' }))).toBe(
    'UNKNOWN',
  );
  expect(await refused(say(bob, 'cnv_00000000000', 'x'))).toBe('UNKNOWN');
});
