// Ten thousand frames that no client of ours would send. The process must live, and every one is answered or its socket is
// closed with a reason of the table.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import {
  closes,
  findMethod,
  methods,
  reasons,
  type CodecName,
  type OperationName,
} from '@hubbub/protocol';
import { seeded } from '../support/lossy-bus.ts';
import { signUp, type Person } from '../support/people.ts';
import { spawnServer, type ServerProcess } from '../support/server.ts';
import { until } from '../support/until.ts';
import { decodeFrames, encodeRequest } from '../support/wire.ts';

const names = (Object.keys(methods) as OperationName[]).filter(
  (name) => !name.startsWith('account.') && name !== 'device.revoke',
);
const closeCodes: ReadonlySet<number> = new Set(Object.values(closes).map(({ code }) => code));
const random = seeded(20_26);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

let server: ServerProcess;
let alice: Person;
beforeAll(async () => {
  server = await spawnServer();
  alice = await signUp(server.url, 'alice');
});
afterAll(async () => {
  await server.stop();
});

const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
const oddities: readonly string[] = [
  'null',
  '[]',
  '{}',
  '[[]]',
  '0',
  '-1',
  '1e308',
  '1e999',
  '99999999999999999999',
  '0.5',
  'true',
  '""',
  '"x"',
  '"\\ud800"',
  '"\\u0000"',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  `"${'x'.repeat(40_000)}"`,
  deep,
  `[${'1,'.repeat(5_000)}1]`,
  '"cnv_00000000000"',
  '"usr_zzzzzzzzzzz"',
  '{"a":{"b":{"c":[null]}}}',
];

function args(op: OperationName): string {
  const fields = findMethod(op)?.input.fields ?? [];
  const members = fields
    .filter(() => random() < 0.7)
    .map((field) => `"${field.jsonName}":${pick(oddities)}`);
  if (random() < 0.2)
    members.push(
      `"${pick(['__proto__', 'constructor', 'toString', 'nobody', ''])}":${pick(oddities)}`,
    );
  return random() < 0.1 ? pick(oddities) : `{${members.join(',')}}`;
}

function jsonFrame(id: number): string {
  const frame = `{"id":${random() < 0.9 ? id : pick(oddities)},"op":${random() < 0.9 ? JSON.stringify(pick(names)) : pick(oddities)},"args":${args(pick(names))}}`;
  if (random() < 0.1) return frame.slice(0, Math.floor(random() * frame.length));
  if (random() < 0.02) return frame.padEnd(70_000);
  return random() < 0.02 ? deep : frame;
}

function protoFrame(id: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(
    encodeRequest('proto', { id, op: pick(names), args: {} }) as Uint8Array<ArrayBuffer>,
  );
  const flips = Math.floor(random() * 4);
  for (let i = 0; i < flips; i += 1)
    frame[Math.floor(random() * frame.length)] = Math.floor(random() * 256);
  if (random() < 0.1) return frame.slice(0, Math.floor(random() * frame.length));
  if (random() < 0.1)
    return new Uint8Array(Array.from({ length: 60 }, () => Math.floor(random() * 256)));
  return frame;
}

for (const codec of ['json', 'proto'] as const)
  test(`5,000 malformed frames (${codec})`, async () => {
    let sent = 0;
    while (sent < 5_000) {
      const sessions = Array.from({ length: 10 }, () => session(codec));
      for (const count of await Promise.all(sessions)) sent += count;
    }
    expect(server.child.exitCode).toBeNull();
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(server.log()).not.toContain('incident');
  }, 120_000);

/** One socket, until it is closed or has had its share; every frame that was sent gets an answer, or the close is it. */
async function session(codec: CodecName): Promise<number> {
  const ws = new WebSocket(server.socketUrl, `hubbub.${codec}`);
  ws.binaryType = 'arraybuffer';
  let answers = 0;
  let close = 0;
  ws.onmessage = ({ data }) => {
    for (const frame of decodeFrames(
      codec,
      typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer),
    )) {
      if ('event' in frame) continue;
      answers += 1;
      if ('error' in frame) expect(Object.keys(reasons)).toContain(frame.error.reason);
    }
  };
  ws.onclose = ({ code }) => (close = code);
  await new Promise((resolve) => (ws.onopen = resolve));
  ws.send(encodeRequest(codec, { id: 1, op: 'session.open', args: { token: alice.token } }));
  await until(() => answers === 1);
  let sent = 0;
  const share = 50;
  while (sent < share && close === 0) {
    const before = answers;
    ws.send(codec === 'json' ? jsonFrame(sent + 2) : protoFrame(sent + 2));
    sent += 1;
    // A blank line or an empty message is no frame; what follows it proves that the socket lives.
    ws.send(
      encodeRequest(codec, { id: 1_000_000 + sent, op: 'user.find', args: { username: 'alice' } }),
    );
    await until(() => answers > before || close !== 0, { what: 'an answer or a close' });
  }
  if (close !== 0) expect([...closeCodes, 1007]).toContain(close);
  ws.close();
  return sent;
}

test('a frame of the wrong type ends the socket', async () => {
  const ws = new WebSocket(server.socketUrl, 'hubbub.json');
  const closed = new Promise<number>((resolve) => (ws.onclose = ({ code }) => resolve(code)));
  await new Promise((resolve) => (ws.onopen = resolve));
  ws.send(new Uint8Array([1, 2, 3]));
  expect(await closed).toBe(4504);
});
