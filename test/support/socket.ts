// A raw socket that speaks the wire and nothing more, for tests of the server itself. People's own client is the SDK.
import type {
  CodecName,
  Event,
  OperationError,
  OperationInput,
  OperationName,
  OperationOutput,
} from '@hubbub/protocol';
import { decodeFrames, decodeReply, encodeRequest } from './wire.ts';
import { until } from './until.ts';

export interface RawSocket {
  readonly events: Event[];
  readonly ws: WebSocket;
  /** The close code, once it is closed. */
  readonly closed: Promise<number>;
  closeCode: number | undefined;
  call<N extends OperationName>(op: N, args: OperationInput<N>): Promise<OperationOutput<N>>;
  /** Sends a request and does not wait; `call` of the same socket may follow. */
  post<N extends OperationName>(op: N, args: OperationInput<N>): Promise<OperationOutput<N>>;
  /** Waits for an event that fits. */
  until(fits: (event: Event) => boolean, what?: string): Promise<Event>;
  close(): void;
}

interface SocketOptions {
  readonly codec?: CodecName;
  readonly headers?: Record<string, string>;
  readonly tls?: { readonly rejectUnauthorized: boolean };
}

interface Pending {
  readonly op: OperationName;
  resolve(value: never): void;
  reject(error: OperationError | Error): void;
}

/** Opens a socket and waits until it is open. Rejects when the upgrade is refused. */
export async function openSocket(
  url: string,
  { codec = 'json', headers = {}, tls }: SocketOptions = {},
): Promise<RawSocket> {
  const ws = new WebSocket(url, { protocols: [`hubbub.${codec}`], headers, tls } as never);
  ws.binaryType = 'arraybuffer';
  const pending = new Map<number, Pending>();
  const events: Event[] = [];
  let ids = 0;
  let closed: (code: number) => void;
  const socket: RawSocket = {
    events,
    ws,
    closeCode: undefined,
    closed: new Promise((resolve) => (closed = resolve)),
    post(op, args) {
      const id = ++ids;
      ws.send(encodeRequest(codec, { id, op, args }));
      return new Promise((resolve, reject) =>
        pending.set(id, { op, resolve: resolve as never, reject }),
      );
    },
    call: (op, args) => socket.post(op, args),
    until: (fits, what) => until(() => events.find(fits), { what: what ?? 'an event' }),
    close: () => ws.close(),
  };
  ws.onmessage = ({ data }) => {
    for (const frame of decodeFrames(
      codec,
      typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer),
    )) {
      if ('event' in frame) {
        events.push(frame.event);
        continue;
      }
      const request = pending.get(frame.id);
      pending.delete(frame.id);
      if ('error' in frame) request?.reject(frame.error);
      else request?.resolve(decodeReply(codec, request.op, frame.ok) as never);
    }
  };
  ws.onclose = ({ code }) => {
    socket.closeCode = code;
    for (const request of pending.values()) request.reject(new Error(`closed with ${code}`));
    closed(code);
  };
  await new Promise<void>((resolve, reject) => {
    ws.onopen = () => resolve();
    ws.onerror = () => reject(new Error('the socket was refused'));
  });
  ws.onerror = null;
  return socket;
}
