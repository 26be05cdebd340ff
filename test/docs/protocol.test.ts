// The sample run of docs/protocol.md, typed in as it stands there.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type TestServer } from '../support/server.ts';

const page = readFileSync(join(import.meta.dir, '../../docs/protocol.md'), 'utf8');
/** What the reader copies from one reply into the next line. */
const copied = new Map<string, string>();

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
});

test('the sample run of docs/protocol.md', async () => {
  const account = await shell(sample('curl'));
  expect(account).toMatch(pattern(sample('json', '```json')));
  copied.set('TOKEN', field(account, 'token'));

  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/socket`, 'hubbub.json');
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const lines = sample('socket').trim().split('\n');
  for (let i = 0; i < lines.length; i += 2) {
    const reply = await exchange(socket, fill(lines[i]?.slice(3) ?? ''));
    expect(reply).toMatch(pattern(fill(lines[i + 1]?.slice(3) ?? '')));
    remember(reply);
  }
  socket.close();

  expect(await shell(sample('http'))).toContain('"text":"over HTTP"');
});

function sample(name: string, fence = '```'): string {
  const start =
    name === 'json'
      ? page.indexOf(fence)
      : page.indexOf('```', page.indexOf(`<!-- sample:${name} -->`));
  const open = page.indexOf('\n', start) + 1;
  return page.slice(open, page.indexOf('```', open));
}

function fill(text: string): string {
  let filled = text.replace('http://127.0.0.1:8080', server.url);
  for (const [name, value] of copied) filled = filled.replaceAll(name, value);
  return filled;
}

/** With curl where it is installed; elsewhere the same request by fetch. */
async function shell(command: string): Promise<string> {
  const line = fill(command);
  if (Bun.which('curl')) return await new Response(Bun.spawn(['sh', '-c', line]).stdout).text();
  const headers = [...line.matchAll(/-H '([^:]+): ([^']+)'/g)].map(
    ([, name, value]) => [name ?? '', value ?? ''] as const,
  );
  const [, url] = /(http:\S+)/.exec(line) ?? [];
  const [, body = ''] = /-d '([^']*)'/.exec(line) ?? [];
  return await (
    await fetch(url ?? '', { method: 'POST', headers: Object.fromEntries(headers), body })
  ).text();
}

/** Sends one line and waits for the reply with its id; events in between are passed over. */
async function exchange(socket: WebSocket, line: string): Promise<string> {
  const id = (JSON.parse(line) as { id: number }).id;
  const reply = new Promise<string>((resolve) => {
    const listener = (event: MessageEvent<string>): void => {
      const found = event.data
        .split('\n')
        .find((frame) => (JSON.parse(frame) as { id?: number }).id === id);
      if (found === undefined) return;
      socket.removeEventListener('message', listener);
      resolve(found);
    };
    socket.addEventListener('message', listener);
  });
  socket.send(line);
  return await reply;
}

function remember(reply: string): void {
  if (reply.includes('"epoch"') && !copied.has('EPOCH')) copied.set('EPOCH', field(reply, 'epoch'));
  const [, conversation] = /"(cnv_\w+)"/.exec(reply) ?? [];
  if (conversation && !copied.has('CONVERSATION')) copied.set('CONVERSATION', conversation);
}

function field(json: string, name: string): string {
  const [, value] = new RegExp(`"${name}":"([^"]+)"`).exec(json) ?? [];
  if (value === undefined) throw new Error(`no ${name} in ${json}`);
  return value;
}

/** '…' stands for anything, its comma included. */
function pattern(text: string): RegExp {
  const literal = text.trim().replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(
    literal.replaceAll('…,', '(?:.*,)?').replaceAll(',…', '(?:,.*)?').replaceAll('…', '.*'),
  );
}
