// A device of the proofs, with a server that refuses what it may ask for again.
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Device, type Run } from '../../prove/device.ts';
import { Log } from '../../prove/log.ts';
import { Random } from '../../prove/random.ts';
import { until } from '../support/until.ts';

const busy = { code: 'UNAVAILABLE', reason: 'BUSY', retryable: true };

test('what was missed is asked for until it is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-device-'));
  const log = new Log(join(folder, 'log.jsonl'));
  let pulls = 0;
  const server = Bun.serve({
    port: 0,
    fetch: (request, it) => (it.upgrade(request) ? undefined : new Response('', { status: 400 })),
    websocket: {
      message(socket, data) {
        const { id, op } = JSON.parse(String(data)) as { id: number; op: string };
        const isRefused = op === 'sync.pull' && ++pulls === 1;
        socket.send(JSON.stringify({ id, ...(isRefused ? { error: busy } : { ok: {} }) }));
      },
    },
  });
  const state = { url: `ws://localhost:${server.port}`, isWriting: false, isOver: false, acked: 0 };
  const run: Run = { log, ...state };
  const world = { users: ['usr_1'], conversations: new Set<string>() };
  const device = new Device(
    { name: 'one', user: 'usr_1', world, random: new Random(1) },
    'token',
    run,
  );
  const lives = device.live();
  try {
    await until(() => device.isIdle, { what: 'the device to be where the server is' });
    expect(pulls).toBe(2);
  } finally {
    run.isOver = true;
    await lives;
    await log.close();
    await server.stop(true);
    rmSync(folder, { recursive: true });
  }
});
