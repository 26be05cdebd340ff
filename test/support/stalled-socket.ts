// A socket that logs in and then stops reading, with the smallest buffers that the system gives.
import { connect, type Socket } from 'node:net';

export interface StalledSocket {
  readonly tcp: Socket;
  isClosed(): boolean;
  /** Reads on from where it stopped. */
  resume(): void;
  received(): string;
  end(): void;
}

/** @param requests JSON lines it sends before it stops; resolves when `answered` is in what came back */
export async function stalledSocket(
  port: number,
  requests: readonly object[],
  answered: string,
): Promise<StalledSocket> {
  const tcp = connect(port, '127.0.0.1');
  let text = '';
  let closed = false;
  tcp.on('error', () => (closed = true));
  tcp.on('close', () => (closed = true));
  tcp.on('data', (data: Buffer) => (text += data.toString('latin1')));
  tcp.write(
    `GET /v1/socket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: hubbub.json\r\n\r\n',
  );
  await waitFor(() => text.includes('101 '));
  for (const request of requests) tcp.write(textFrame(JSON.stringify(request)));
  await waitFor(() => text.includes(answered));
  tcp.pause();
  return {
    tcp,
    isClosed: () => closed,
    resume: () => void tcp.resume(),
    received: () => text,
    end: () => void tcp.destroy(),
  };

  function waitFor(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        tcp.off('data', look);
        resolve();
      };
      tcp.on('data', look);
    });
  }
}

/** A masked text frame of up to 65,535 bytes. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const head = long
    ? [0x81, 0xfe, payload.length >> 8, payload.length & 0xff]
    : [0x81, 0x80 | payload.length];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}
