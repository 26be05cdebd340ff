// The main port: sockets are let in here or refused before the upgrade (origin, subprotocol, places left), everything else
// is handed to the HTTP doors. It knows requests and nothing of what they ask.
import { codecs, type AppId, type Codec } from '@hubbub/protocol';
import type { Server } from 'bun';
import { clientAddresses, isLoopback, Places } from './addresses.ts';
import type { Arrival, Connection } from './connection.ts';
import type { SessionCookie } from './cookies.ts';
import type { Tls } from './renewal.ts';

/** What an HTTP door is told beside the request. */
export interface Client {
  readonly address: string;
  readonly isLoopback: boolean;
  readonly app: AppId;
  readonly hostApp: AppId | undefined;
}

export interface ListenerParts {
  readonly host: string;
  readonly port: number;
  /** The server speaks TLS itself. */
  readonly tls?: Tls | undefined;
  /** That of hosts which are no app's own. */
  readonly app: AppId;
  readonly appOfHost: (host: string) => AppId | undefined;
  readonly proxies: readonly string[];
  /** May pages of this origin call any app here? */
  readonly isAllowedOrigin: (origin: string, host: string) => boolean;
  readonly cookie: SessionCookie;
  readonly waiting: Places;
  readonly limits: ListenerLimits;
  /** Is the socket door open in this process? */
  readonly sockets: boolean;
  /** False once the server drains. */
  readonly isReady: () => boolean;
  /** Too many new sockets from this address a second? */
  readonly mayOpen: (address: string) => Promise<boolean>;
  readonly connect: (arrival: Arrival) => Connection;
  readonly http: (request: Request, client: Client) => Promise<Response>;
  /** A request ended in what nobody foresaw. */
  readonly report: (problem: string, cause: unknown) => void;
  /** Puts the security headers on a refusal. */
  readonly secure: (response: Response, request: Request) => Response;
}

export interface ListenerLimits {
  readonly frameBytes: number;
  readonly bodyBytes: number;
  readonly queueBytes: number;
  readonly idleSeconds: number;
}

/** Requests that are open at a time: many more than a page or a program has, even many behind one address. */
const openRequests = { perAddress: 500, total: 10_000 };

interface SocketData {
  readonly connection: Connection;
}

export type Listener = Server<SocketData>;

/** Throws the system's error when another program has the port. */
export function refuseTaken(hostname: string, port: number): void {
  const fetch = () => new Response();
  void Bun.serve({ hostname, port, reusePort: false, development: false, fetch }).stop(true);
}

export function listen(parts: ListenerParts): Listener {
  const addressOf = clientAddresses(parts.proxies);
  const { limits } = parts;
  const requests = new Places(openRequests);
  return Bun.serve<SocketData>({
    hostname: parts.host,
    port: parts.port,
    ...(parts.tls && { tls: parts.tls }),
    idleTimeout: limits.idleSeconds,
    maxRequestBodySize: limits.bodyBytes,
    development: false,
    // Without development Bun shares a port that is taken instead of saying so (seen in 1.4.5); a renewed certificate
    // needs just that (renewal.ts), and then the port is tried first.
    reusePort: parts.tls !== undefined,
    async fetch(request, server) {
      const peer = server.requestIP(request)?.address ?? '';
      const forwarded = request.headers.get('x-forwarded-for');
      const address = addressOf(peer, forwarded);
      const path = URL.parse(request.url)?.pathname;
      // A Host header that is none, e.g. with a space in it.
      if (path === undefined)
        return parts.secure(refuse(400, 'This is no address of a page.'), request);
      if (path !== '/v1/socket') {
        if (!requests.enter(address))
          return parts.secure(
            refuse(503, 'Too many open requests; try again.', { 'retry-after': '1' }),
            request,
          );
        // The short limit is for headers that drip in; bodies and operations have limits of their own.
        server.timeout(request, 120);
        const hostApp = parts.appOfHost(request.headers.get('host') ?? '');
        return parts
          .http(request, {
            address,
            isLoopback: isLoopback(peer) && forwarded === null,
            app: hostApp ?? parts.app,
            hostApp,
          })
          .finally(() => requests.leave(address));
      }
      const arrival = await admit(request, { address, parts });
      if (arrival instanceof Response) return parts.secure(arrival, request);
      const connection = parts.connect(arrival);
      const headers = { 'sec-websocket-protocol': arrival.codec.subprotocol };
      if (server.upgrade(request, { data: { connection }, headers })) return undefined;
      parts.waiting.leave(address);
      return parts.secure(refuse(400, 'This address speaks WebSocket only.'), request);
    },
    error(cause) {
      parts.report('a request could not be answered', cause);
      return parts.secure(refuse(500, 'This is our bug; it is in the log.'), noRequest());
    },
    websocket: {
      maxPayloadLength: limits.frameBytes,
      // The sweep ends a slow socket with a reason; this is the end of what it may ever hold (design promise 5).
      backpressureLimit: limits.queueBytes,
      closeOnBackpressureLimit: true,
      perMessageDeflate: false,
      sendPings: false,
      idleTimeout: 120,
      open: (socket) => socket.data.connection.opened(socket),
      message: (socket, data) => socket.data.connection.received(data),
      pong: (socket) => socket.data.connection.ponged(),
      close: (socket, code) => socket.data.connection.closed(code),
    },
  });
}

/** What failed is not known here; the headers of its answer name no host. */
function noRequest(): Request {
  return new Request('http://unknown');
}

async function admit(
  request: Request,
  { address, parts }: { address: string; parts: ListenerParts },
): Promise<Arrival | Response> {
  if (!parts.sockets) return refuse(404, 'The socket door is closed here.');
  if (!parts.isReady()) return refuse(503, 'The server is stopping; try again.');
  if (!isUpgrade(request)) return refuse(400, 'This address speaks WebSocket only.');
  const pageOrigin = request.headers.get('origin') ?? '';
  const host = request.headers.get('host') ?? '';
  if (pageOrigin !== '' && !parts.isAllowedOrigin(pageOrigin, host))
    return refuse(
      403,
      `Pages of ${pageOrigin} may not connect; the option "origins" lists those that may.`,
    );
  const codec = chooseCodec(request.headers.get('sec-websocket-protocol'));
  if (codec === undefined)
    return refuse(400, 'Ask for the subprotocol hubbub.json or hubbub.proto.');
  if (!(await parts.mayOpen(address)) || !parts.waiting.enter(address))
    return refuse(503, 'Too many sockets that are not logged in; try again.', {
      'retry-after': '5',
    });
  // Only a browser carries a cookie, and it always says where it comes from: without an origin the cookie counts nothing.
  const cookie = pageOrigin === '' ? undefined : parts.cookie.read(request.headers.get('cookie'));
  const page = pageOrigin === '' ? undefined : { origin: pageOrigin, host };
  const hostApp = parts.appOfHost(host);
  return { codec, address, app: hostApp ?? parts.app, hostApp, page, cookie };
}

/** RFC 6455, 4.2.1; the runtime asks for the rest, and for no Connection. */
function isUpgrade({ method, headers }: Request): boolean {
  const tokens = (headers.get('connection') ?? '').toLowerCase().split(',', 16);
  return (
    method === 'GET' &&
    headers.get('upgrade')?.toLowerCase() === 'websocket' &&
    tokens.some((token) => token.trim() === 'upgrade')
  );
}

/** The first of the client's list that we speak. */
function chooseCodec(header: string | null): Codec | undefined {
  const offered = (header ?? '').split(',', 16).map((name) => name.trim());
  for (const name of offered) {
    const codec = Object.values(codecs).find((one) => one.subprotocol === name);
    if (codec !== undefined) return codec;
  }
  return undefined;
}

function refuse(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
  });
}
