// A device of the proofs, with a server that refuses what it may ask for again.
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Device, type Run } from '../../prove/device.ts';
import { Log } from '../../prove/log.ts';
import { Random } from '../../prove/random.ts';
import { Replica } from '../../prove/replica.ts';
import { until } from '../support/until.ts';

const busy = { code: 'UNAVAILABLE', reason: 'BUSY', retryable: true };

interface Asked {
  readonly id: number;
  readonly op: string;
  readonly args?: { readonly after?: string; readonly only?: readonly string[] };
}

/** What a server answers to each request: `ok` with its body, or `error`. */
type Answers = (asked: Asked) => object;

async function withDevice(answers: Answers, use: (device: Device) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-device-'));
  const log = new Log(join(folder, 'log.jsonl'));
  const server = Bun.serve({
    port: 0,
    fetch: (request, it) => (it.upgrade(request) ? undefined : new Response('', { status: 400 })),
    websocket: {
      message(socket, data) {
        const asked = JSON.parse(String(data)) as Asked;
        socket.send(JSON.stringify({ id: asked.id, ...answers(asked) }));
      },
    },
  });
  const state = { url: `ws://localhost:${server.port}`, isWriting: false, isOver: false, acked: 0 };
  const run: Run = { log, ...state };
  const world = { users: ['usr_1'], conversations: new Set<string>() };
  const doer = { name: 'one', user: 'usr_1', world, random: new Random(1) };
  const device = new Device(doer, 'token', run);
  const lives = device.live();
  try {
    await until(() => device.isIdle, { what: 'the device to be where the server is' });
    await use(device);
  } finally {
    run.isOver = true;
    await lives;
    await log.close();
    await server.stop(true);
    rmSync(folder, { recursive: true });
  }
}

test('what was missed is asked for until it is told', async () => {
  let pulls = 0;
  const answers: Answers = ({ op }) =>
    op === 'sync.pull' && ++pulls === 1 ? { error: busy } : { ok: {} };
  await withDevice(answers, async () => expect(pulls).toBe(2));
});

test('what a server tells in pages is looked at to the last one', async () => {
  const fresh = (conversation: string, version: number) => ({
    conversation,
    base: 0,
    version,
    reset: true,
    head: { id: conversation, kind: 'GROUP', seq: 0, version, own: { joinSeq: 1 } },
  });
  let last = 7;
  const pull = ({ after, only }: NonNullable<Asked['args']>) => {
    const [one, other] = [fresh('cnv_2', 5), fresh('cnv_3', last)];
    if (only !== undefined) return { changes: [one, other] };
    return after === 'cnv_2' ? { changes: [other] } : { changes: [one], next: 'cnv_2' };
  };
  const answers: Answers = ({ op, args }) => ({ ok: op === 'sync.pull' ? pull(args ?? {}) : {} });
  await withDevice(answers, async (device) => {
    await until(() => device.conversations.length === 2);
    expect(await device.isAtRest()).toBe(true);
    last = 8;
    expect(await device.isAtRest()).toBe(false);
  });
});

test('what was edited between two pages is shown once, in its newest state', () => {
  const conversation = 'cnv_2';
  const row = (seq: number, version: number) => ({
    conversation,
    seq,
    version,
    sender: 'usr_1',
    clientMsgId: `${seq}`,
  });
  const replica = new Replica();
  replica.reset({ conversation, base: 0, version: 1, reset: true }, 0);
  const messages = [row(1, 2), row(2, 3), row(1, 4)];
  expect(replica.apply({ conversation, base: 1, version: 4, messages }).seqs).toEqual([1, 2]);
  expect(replica.held()).toEqual([row(1, 4), row(2, 3)]);
});
