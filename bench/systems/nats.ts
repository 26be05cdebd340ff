// NATS over WebSocket, nothing kept. Its protocol is a stream of lines in frames: a MSG line before each payload, of which one
// frame can hold many. Who publishes is subscribed too, and takes its own message as the answer, as with bare publish.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Content, countContents, countOf } from '../generator/content.ts';
import { freePort, launch } from '../server-process.ts';
import { topicsOf, type Running, type System, type Work } from './system.ts';

export const nats: System = {
  name: 'nats',
  does: ['fanout', 'idle'],
  missing: () => (Bun.which('nats-server') ? undefined : 'no nats-server; bench/peers/install.sh'),
  start,
};

const hello =
  'CONNECT {"verbose":false,"pedantic":false,"protocol":1,"headers":false,"no_responders":false}\r\n';

async function start(work: Work): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-bench-nats-'));
  const file = join(folder, 'nats.conf');
  const [clients, port] = [await freePort(), await freePort()];
  writeFileSync(
    file,
    `host: 127.0.0.1\nport: ${clients}\nwebsocket { host: 127.0.0.1, port: ${port}, no_tls: true, compression: false }\nlog_file: "${folder}/log"\n`,
  );
  const server = await launch({ command: ['nats-server', '--config', file], port });
  // The size of the payload stands in the line before it, in three digits.
  const content = new Content(work.eventBytes - 'MSG room 1 190\r\n\r\n'.length);
  return {
    server,
    content,
    path: () => '/',
    greeting: (socket) => `${hello}${subscriptions(work, socket)}PING\r\n`,
    isGreeted: (message) => {
      const text = message.toString();
      if (text.includes('-ERR')) throw new Error(text);
      return text.includes('PONG');
    },
    say: (_socket, _id, text) => `PUB room ${text.length}\r\n${text}\r\n`,
    read: (bytes, { start: from, end, socket }, seen) => {
      const all = countContents(bytes, from, end);
      const own = socket < work.senders ? countOf(bytes, { start: from, end }, socket) : 0;
      seen.replies += own;
      seen.events += all - own;
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function subscriptions(work: Work, socket: number): string {
  return topicsOf(work, socket)
    .map((topic, i) => `SUB ${topic} ${i + 1}\r\n`)
    .join('');
}
