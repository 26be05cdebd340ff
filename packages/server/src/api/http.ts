// The HTTP door: every operation as POST /hubbub.v1.<Service>/<Method>, in Connect's JSON or protobuf and in gRPC-Web, into
// the same dispatch as the sockets. A mapping, and no rule of its own beside those that only browsers need: a cookie
// counts only for pages of an allowed origin, and no GET changes anything.
import { toBinary } from '@bufbuild/protobuf';
import { base64Encode } from '@bufbuild/protobuf/wire';
import {
  Code,
  createConnectRouter,
  createContextKey,
  createContextValues,
} from '@connectrpc/connect';
import {
  universalServerResponseToFetch,
  type UniversalHandler,
} from '@connectrpc/connect/protocol';
import { codeFromString, errorToJson } from '@connectrpc/connect/protocol-connect';
import { codes, ErrorSchema, OperationError, type AppId } from '@hubbub/protocol';
import type { Dispatch, Origin, Page, Principal } from '../dispatch.ts';
import { readBody, refusedBody } from './body.ts';
import { answerInLines, wantsLines } from './lines.ts';
import {
  bearerToken,
  bindOperations,
  connectError,
  identifyWith,
  reasonForRefusal,
  wireError,
  type Authenticate,
} from './router.ts';

/** Who sent the request. */
export interface Client {
  readonly address: string;
  readonly app: AppId;
  /** Set when the host is this app's own. */
  readonly hostApp: AppId | undefined;
}

export interface HttpParts {
  readonly dispatch: Dispatch;
  readonly authenticate: Authenticate;
  readonly isAllowedOrigin: (origin: string, host: string) => boolean;
  readonly cookie: {
    read(header: string | null): string | undefined;
    write(token: string, maxAgeSeconds: number): string;
  };
  readonly bodyBytes: number;
  /** Within this a body must be here as a whole, 9 s by default. */
  readonly bodyMs?: number;
}

/** What tells whether a call may act in a user's name. */
export type Browsers = Pick<HttpParts, 'authenticate' | 'isAllowedOrigin' | 'cookie'>;

/** Answers requests for operations; undefined for any other path. */
export type HttpDoor = (request: Request, client: Client) => Promise<Response> | undefined;

const clientKey = createContextKey<Client>({
  address: '',
  app: 'main' as AppId,
  hostApp: undefined,
});

export function httpDoor(parts: HttpParts): HttpDoor {
  const router = createConnectRouter({
    grpc: false,
    readMaxBytes: parts.bodyBytes,
    jsonOptions: { ignoreUnknownFields: false },
  });
  bindOperations(router, {
    dispatch: parts.dispatch,
    originOf: ({ values, requestHeader }) =>
      originOf(parts, { client: values.get(clientKey), header: requestHeader }),
    onCookie: ({ responseHeader }, { token, maxAgeSeconds }) =>
      responseHeader.append('set-cookie', parts.cookie.write(token, maxAgeSeconds)),
  });
  const handlers = new Map<string, UniversalHandler>(
    router.handlers.map((one) => [one.requestPath, one]),
  );
  const { bodyMs = 8_000, bodyBytes } = parts;
  return (request, client) => {
    const { pathname } = new URL(request.url);
    const handler = handlers.get(pathname);
    if (handler !== undefined) return answer(request, { client, handler, bodyMs, bodyBytes });
    return request.method === 'POST' && pathname.startsWith(operations)
      ? unknownOperation()
      : undefined;
  };
}

/** Where operations are, those too that there are not: a name that was mistyped is told to be one. */
const operations = '/hubbub.';

async function unknownOperation(): Promise<Response> {
  const error = connectError(new OperationError('NO_OPERATION'));
  return Response.json(errorToJson(error, undefined), { status: codes.UNIMPLEMENTED.http });
}

interface Handling {
  readonly client: Client;
  readonly handler: UniversalHandler;
  readonly bodyMs: number;
  readonly bodyBytes: number;
}

async function answer(
  request: Request,
  { client, handler, bodyMs, bodyBytes }: Handling,
): Promise<Response> {
  if (!handler.allowedMethods.includes(request.method))
    return new Response(null, {
      status: 405,
      headers: { allow: handler.allowedMethods.join(', ') },
    });
  const read = await readBody(request, { mostMs: bodyMs, mostBytes: bodyBytes });
  if (typeof read === 'string') return refusedBody(read);
  const body = each(read);
  const contextValues = createContextValues().set(clientKey, client);
  const { method, url, headers: header, signal } = request;
  const universal = { httpVersion: '1.1', method, url, header, signal, body, contextValues };
  if (wantsLines(handler, header)) return withReason(await answerInLines(handler, universal));
  return withReason(universalServerResponseToFetch(await handler(universal)));
}

async function* each(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}

/** A body that Connect itself could not read is refused with our reason like everything else. */
async function withReason(response: Response): Promise<Response> {
  if (response.status < 400 || response.headers.get('content-type') !== 'application/json')
    return response;
  const refusal = (await response.json()) as { code?: string; message?: string; details?: unknown };
  if (refusal.details === undefined) {
    const { code = '', message = '' } = refusal;
    const error = reasonForRefusal(codeFromString(code) ?? Code.Internal, message);
    if (error === undefined) return new Response(JSON.stringify(refusal), response);
    const bytes = toBinary(ErrorSchema, wireError(error));
    refusal.details = [{ type: ErrorSchema.typeName, value: base64Encode(bytes, 'std_raw') }];
  }
  const { status, headers } = response;
  headers.delete('content-length');
  return new Response(JSON.stringify(refusal), { status, headers });
}

/** Who calls, from which address and page; throws ORIGIN for a page that may not call at all. */
export function originOf(
  parts: Browsers,
  { client, header }: { readonly client: Client; readonly header: Headers },
): Origin {
  refuseForeignPage(parts, header);
  return {
    door: 'http',
    address: client.address,
    app: client.app,
    hostApp: client.hostApp,
    page: pageOf(header),
    caller: undefined,
    socket: undefined,
    rateKey: client.address,
    lanes: undefined,
    authenticate: () => authenticate(parts, header),
  };
}

function pageOf(header: Headers): Page | undefined {
  const origin = header.get('origin');
  return origin === null ? undefined : { origin, host: header.get('host') ?? '' };
}

async function authenticate(parts: Browsers, header: Headers): Promise<Principal | undefined> {
  const token =
    bearerToken(header) ??
    (mayUseCookie(parts, header) ? parts.cookie.read(header.get('cookie')) : undefined);
  return identifyWith(token, { header, authenticate: parts.authenticate });
}

/** A browser says which page a POST comes from; only pages of this server's own origins act in the user's name. */
function mayUseCookie({ isAllowedOrigin }: Browsers, header: Headers): boolean {
  const origin = header.get('origin');
  if (origin !== null) return isAllowedOrigin(origin, header.get('host') ?? '');
  return header.get('sec-fetch-site') === 'same-origin';
}

/** A page of another origin could log the browser in as somebody else: it may not even call what anyone may. */
function refuseForeignPage({ isAllowedOrigin }: Browsers, header: Headers): void {
  const origin = header.get('origin');
  if (origin !== null && !isAllowedOrigin(origin, header.get('host') ?? ''))
    throw new OperationError('ORIGIN');
}
