// A TCP proxy before PostgreSQL that can cut a connection at the COMMIT: before the server has it, or after the server has
// answered and before the client has heard.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** 'half' cuts before the server has it, and lets the server believe that the client lives. */
type Cut = 'before' | 'after' | 'half';

export interface Proxy {
  readonly url: string;
  /** Cuts the connection of the next COMMIT. */
  cutCommit(when: Cut): void;
  readonly cuts: number;
  /** What is connected stays so and hears nothing more; new connections are served. */
  freeze(): void;
  /** Refuses new connections until false again. */
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
}

export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let armed: Cut | undefined;
  let cuts = 0;
  let isRefusing = false;
  let freezes = 0;
  const server = createServer((client) => {
    if (isRefusing) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(port), hostname);
    let cut: Cut | undefined;
    const era = freezes;
    keep(client, () => cut !== 'half' && upstream.destroy());
    keep(upstream, () => client.destroy());
    client.on('data', (bytes: Buffer) => {
      if (era !== freezes) return;
      if (armed && isCommit(bytes)) {
        cuts += 1;
        cut = armed;
        armed = undefined;
      }
      if (cut === 'before' || cut === 'half') client.destroy();
      else upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (cut) client.destroy();
      else client.write(bytes);
    });
  });
  function keep(socket: Socket, onClose: () => void): void {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      onClose();
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cutCommit: (when) => (armed = when),
    get cuts() {
      return cuts;
    },
    freeze: () => void (freezes += 1),
    refuse(on) {
      isRefusing = on;
      if (on) for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isCommit(bytes: Buffer): boolean {
  return bytes.includes('commit\0') && bytes[0] === 'Q'.charCodeAt(0);
}
