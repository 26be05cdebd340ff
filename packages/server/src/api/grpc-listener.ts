// The port of the gRPC door: HTTP/2, the connections that are open, and how they end. It knows nothing of what
// is called. A connection that is told to go away (GOAWAY) finishes its calls; the client opens a new one elsewhere.
import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2Session,
  type ServerHttp2Session,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { methods } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import type { GrpcDoor } from './grpc.ts';

export interface GrpcListenerParts {
  readonly host: string;
  readonly port: number;
  readonly door: GrpcDoor;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly clock: Clock;
  /** The client's address, declared proxies taken into account. */
  readonly addressOf: (peer: string, forwardedFor: string | null) => string;
  readonly limits: GrpcLimits;
}

export interface GrpcLimits {
  readonly streamsPerConnection: number;
  readonly mostConnections: number;
  /** A connection has asked for something within this, and what it asks is here as a whole. */
  readonly arrivalMs: number;
  /** A request whose body has not come, or whose answer was not read, is ended after this long. */
  readonly streamMs: number;
}

interface Call {
  readonly request: Http2ServerRequest;
  readonly since: number;
  readonly peer: string;
  /** All of the request is here. */
  isWhole: boolean;
}

/** A connection of which nothing has come yet that could be answered. */
interface Stranger {
  readonly socket: Socket;
  readonly since: number;
}

/** Operations that go on being answered; they end by their own rules (dispatch.ts). */
const streaming: ReadonlySet<string> = new Set(
  Object.values(methods)
    .filter(({ methodKind }) => methodKind === 'server_streaming')
    .map(({ parent, name }) => `/${parent.typeName}/${name}`),
);
const headerBytes = 16_384;
const pollMs = 5;
/** Clients close a connection that went away by themselves, a moment after its last call. */
const farewellMs = 250;

export class GrpcListener {
  readonly #parts: GrpcListenerParts;
  readonly #server: Http2Server | Http2SecureServer;
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Map<Http2Session, string>();
  readonly #calls = new Set<Call>();
  /** By who is at the other end, in order of time. */
  readonly #strangers = new Map<string, Stranger>();
  readonly #stopSweep: () => void;

  constructor(parts: GrpcListenerParts) {
    this.#parts = parts;
    const { streamsPerConnection, mostConnections, streamMs } = parts.limits;
    const settings = { maxConcurrentStreams: streamsPerConnection, maxHeaderListSize: headerBytes };
    this.#server = parts.tls
      ? createSecureServer({ settings, ...parts.tls, minVersion: 'TLSv1.2' })
      : createServer({ settings });
    this.#server.maxConnections = mostConnections;
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      const peer = peerOf(socket);
      this.#strangers.set(peer, { socket, since: parts.clock.elapsed() });
      socket.once('close', () => {
        this.#sockets.delete(socket);
        if (this.#strangers.get(peer)?.socket === socket) this.#strangers.delete(peer);
      });
    });
    this.#server.on('session', (session) => this.#opened(session));
    this.#server.on('request', (request, response) => {
      const { session } = request.stream;
      this.#track(request, session && peerOf(session.socket));
      // A broken stream ends its own call (its signal is aborted) and nothing else.
      request.on('error', () => undefined);
      response.on('error', () => undefined);
      parts.door(request, response, this.#address(session, request));
    });
    // Bytes that are no HTTP/2, or no TLS, end their own connection.
    this.#server.on('sessionError', () => undefined);
    this.#server.on('tlsClientError', () => undefined);
    this.#stopSweep = parts.clock.every(Math.min(1000, streamMs), () => {
      this.#endOverdue();
      this.#endStrangers();
    });
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Opens the port. Rejects with the system's error. @returns the port */
  listen(): Promise<number> {
    const { host, port } = this.#parts;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** New connections are shown this certificate. */
  renew(tls: { readonly cert: string; readonly key: string }): void {
    if ('setSecureContext' in this.#server) this.#server.setSecureContext(tls);
  }

  /** Takes no new connections and sends those that are open away; their calls go on. */
  refuseNew(): void {
    this.#server.close();
    for (const session of this.#sessions.keys()) if (!session.destroyed) session.close();
  }

  /** Waits for the calls, then closes everything; what is not done after `ms` is cut off. */
  async stop(ms: number): Promise<void> {
    const { clock } = this.#parts;
    const deadline = clock.elapsed() + ms;
    while (this.#calls.size > 0 && clock.elapsed() < deadline) await this.#pause();
    const farewell = Math.min(deadline, clock.elapsed() + farewellMs);
    while (this.#sockets.size > 0 && clock.elapsed() < farewell) await this.#pause();
    this.#stopSweep();
    // Destroying a session leaves its socket open (Bun 1.4.5).
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #opened(session: ServerHttp2Session): void {
    session.on('error', () => undefined);
    this.#sessions.set(session, session.socket.remoteAddress ?? '');
    session.once('close', () => this.#sessions.delete(session));
  }

  #address(session: Http2Session | undefined, { headers }: Http2ServerRequest): string {
    const peer = session === undefined ? '' : (this.#sessions.get(session) ?? '');
    const forwarded = headers['x-forwarded-for'];
    return this.#parts.addressOf(peer, typeof forwarded === 'string' ? forwarded : null);
  }

  #track(request: Http2ServerRequest, peer = ''): void {
    this.#strangers.delete(peer);
    const call: Call = { request, since: this.#parts.clock.elapsed(), peer, isWhole: false };
    this.#calls.add(call);
    request.once('end', () => (call.isWhole = true));
    const ended = () => this.#calls.delete(call);
    // Bun 1.4.5 tells no 'close' of a stream that is answered before all of its request was read.
    request.stream.once('finish', ended);
    request.stream.once('close', ended);
  }

  #endOverdue(): void {
    const { clock, limits } = this.#parts;
    const { streamMs } = limits;
    const arrivalMs = Math.min(limits.arrivalMs, streamMs);
    const now = clock.elapsed();
    for (const call of this.#calls) {
      const waited = now - call.since;
      // In order of arrival: the rest is younger.
      if (waited <= arrivalMs) return;
      if (!isLong(call.request) && (!call.isWhole || waited > streamMs)) this.#end(call);
    }
  }

  /** And the connection with it, when there is nothing else to it. */
  #end(call: Call): void {
    this.#calls.delete(call);
    call.request.stream.close();
    if (call.isWhole || this.#calls.values().some(({ peer }) => peer === call.peer)) return;
    for (const socket of this.#sockets) if (peerOf(socket) === call.peer) socket.destroy();
  }

  /** Who only waits for a connection to be of use loses nothing: clients open another one for their first call. */
  #endStrangers(): void {
    const before = this.#parts.clock.elapsed() - this.#parts.limits.arrivalMs;
    for (const { socket, since } of this.#strangers.values()) {
      if (since >= before) return;
      socket.destroy();
    }
  }

  #pause(): Promise<void> {
    return new Promise((wake) => setTimeout(wake, pollMs));
  }
}

function peerOf({
  remoteAddress,
  remotePort,
}: Pick<Socket, 'remoteAddress' | 'remotePort'>): string {
  return `${remoteAddress} ${remotePort}`;
}

/** Calls that are meant to stay open. */
function isLong({ url }: Http2ServerRequest): boolean {
  return url.startsWith('/grpc.') || streaming.has(url);
}
