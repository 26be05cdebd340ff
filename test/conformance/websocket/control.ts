// The library ws as a second server for the same cases: what it gets right as well is no peculiarity of ours, and broken on
// purpose it has to be found out.
import type { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { probe } from './judge.ts';

/** What is broken in it. */
export type Fault = 'utf8' | 'pong';

export interface Control {
  readonly port: number;
  stop(): void;
}

interface Socket extends EventEmitter {
  pong(data: string): void;
  send(data: string): void;
  terminate(): void;
}

interface Library extends EventEmitter {
  readonly clients: ReadonlySet<Socket>;
  address(): { readonly port: number };
  close(): void;
}

// By its file: in place of the package the runtime puts something of its own.
const file = join(import.meta.dir, '../../../node_modules/ws/lib/websocket-server.js');
const { default: WebSocketServer } = (await import(file)) as {
  readonly default: new (options: object) => Library;
};

export async function startControl(fault?: Fault): Promise<Control> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    maxPayload: 65_536,
    skipUTF8Validation: fault === 'utf8',
    autoPong: fault !== 'pong',
    handleProtocols: (offered: ReadonlySet<string>) => offered.has('hubbub.json') && 'hubbub.json',
  });
  await new Promise((listening) => server.once('listening', listening));
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    if (fault === 'pong') socket.on('ping', (data: Buffer) => socket.pong(wrong(String(data))));
    socket.on('message', (data: Buffer) => {
      const id = /"id":(\d+)/.exec(String(data))?.[1] ?? 0;
      socket.send(`{"id":${id},"error":{}}`);
    });
  });
  return {
    port: server.address().port,
    stop: () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

/** What asks for a sign of life gets one, else every case would end in silence. */
function wrong(said: string): string {
  return said === probe.ping ? said : `${said}!`.slice(0, 125);
}
