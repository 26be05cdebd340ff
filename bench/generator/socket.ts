// A WebSocket client on a bare TCP socket: reading hundreds of sockets must cost the generator less than writing them
// costs the server.
import type { Socket } from 'bun';
import { clientFrame, FrameReader, opcode, type OnFrame } from './frames.ts';

export interface SocketOptions {
  readonly port: number;
  readonly path: string;
  readonly protocol?: string;
  readonly onFrame: OnFrame;
  /** Besides being answered. */
  readonly onPing?: () => void;
  /** The server closed it, or the connection broke. */
  readonly onEnd: (why: string) => void;
}

export interface RawSocket {
  /** Frames made by clientFrame, as many as wanted in one write. */
  write(frames: Buffer): void;
  /** Stops reading; what arrives piles up in the kernel and then in the server. */
  pause(): void;
  resume(): void;
  end(): void;
}

/** Resolves when the upgrade is accepted. */
export async function openSocket(options: SocketOptions): Promise<RawSocket> {
  const upgraded = Promise.withResolvers<void>();
  const connection = new Connection(options, upgraded);
  const socket = await Bun.connect({
    hostname: '127.0.0.1',
    port: options.port,
    socket: {
      data: (_, chunk) => connection.read(chunk),
      drain: () => connection.flush(),
      close: () => connection.closed(),
      error: (_, error) => connection.failed(error.message),
    },
  });
  socket.setNoDelay(true);
  connection.start(socket);
  await upgraded.promise;
  return connection;
}

class Connection implements RawSocket {
  private socket: Socket | undefined;
  private head: Buffer | undefined = Buffer.alloc(0);
  private waiting = Buffer.alloc(0);
  private why = 'the connection was cut';
  private ending = false;
  private readonly frames: FrameReader;

  constructor(
    private readonly options: SocketOptions,
    private readonly upgraded: PromiseWithResolvers<void>,
  ) {
    this.frames = new FrameReader(options.onFrame, (kind, payload) => this.control(kind, payload));
  }

  start(socket: Socket): void {
    this.socket = socket;
    const { path, port, protocol } = this.options;
    this.write(
      Buffer.from(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${crypto.getRandomValues(Buffer.alloc(16)).toString('base64')}\r\n` +
          `${protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : ''}\r\n`,
      ),
    );
  }

  read(chunk: Buffer): void {
    if (this.head) this.readHead(chunk);
    else this.frames.push(chunk);
  }

  write(bytes: Buffer): void {
    if (this.waiting.length > 0) {
      this.waiting = Buffer.concat([this.waiting, bytes]);
      return;
    }
    const written = Math.max(this.socket?.write(bytes) ?? 0, 0);
    if (written < bytes.length) this.waiting = Buffer.from(bytes.subarray(written));
  }

  flush(): void {
    const bytes = this.waiting;
    this.waiting = Buffer.alloc(0);
    if (bytes.length > 0) this.write(bytes);
  }

  pause(): void {
    this.socket?.pause();
  }

  resume(): void {
    this.socket?.resume();
  }

  end(): void {
    this.ending = true;
    this.socket?.terminate();
  }

  closed(): void {
    this.upgraded.reject(new Error(`socket refused: ${this.why}`));
    if (!this.ending) this.options.onEnd(this.why);
  }

  failed(why: string): void {
    this.why = why;
  }

  private readHead(chunk: Buffer): void {
    const head = Buffer.concat([this.head ?? chunk, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) {
      this.head = head;
      return;
    }
    this.head = undefined;
    const status = head.toString('latin1', 0, head.indexOf('\r\n'));
    if (!status.includes(' 101 ')) {
      this.failed(status);
      this.socket?.terminate();
      return;
    }
    this.upgraded.resolve();
    if (end + 4 < head.length) this.frames.push(head.subarray(end + 4));
  }

  private control(kind: number, payload: Buffer): void {
    if (kind === opcode.ping) {
      this.write(clientFrame(payload, opcode.pong));
      this.options.onPing?.();
    }
    if (kind !== opcode.close) return;
    const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
    this.failed(`closed with ${code} ${payload.toString('utf8', 2)}`);
  }
}
