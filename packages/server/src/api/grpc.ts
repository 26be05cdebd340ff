// The gRPC door: every operation as a gRPC call, into the same dispatch as the sockets and HTTP, beside health and
// reflection. A mapping, and no rule of its own. Requests come from api/grpc-listener.ts; what all doors of this kind
// share is in api/router.ts.
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import {
  Code,
  ConnectError,
  createConnectRouter,
  createContextKey,
  createContextValues,
  type HandlerContext,
} from '@connectrpc/connect';
import {
  compressionGzip,
  universalRequestFromNodeRequest,
  universalResponseToNodeResponse,
} from '@connectrpc/connect-node';
import type {
  UniversalHandler,
  UniversalServerRequest,
  UniversalServerResponse,
} from '@connectrpc/connect/protocol';
import { setTrailerStatus } from '@connectrpc/connect/protocol-grpc';
import { OperationError, type AppId } from '@hubbub/protocol';
import type { Dispatch, Origin } from '../dispatch.ts';
import type { Health } from './grpc-health.ts';
import { bindReflection } from './grpc-reflection.ts';
import {
  bearerToken,
  bindOperations,
  connectError,
  identifyWith,
  reasonForRefusal,
  type AppOfHost,
  type Authenticate,
} from './router.ts';

export interface GrpcParts {
  readonly dispatch: Dispatch;
  readonly authenticate: Authenticate;
  /** That of hosts which are no app's own. */
  readonly app: AppId;
  readonly appOfHost: AppOfHost;
  readonly health: Health;
  readonly reflection: boolean;
  /** The largest message, either way. */
  readonly messageBytes: number;
  readonly report: (problem: string, cause: unknown) => void;
}

/** Answers one request of the client at this address. */
export type GrpcDoor = (
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  address: string,
) => void;

/** Below this gzip costs more than it saves. */
const compressFromBytes = 65_536;
const isGrpc = /^application\/grpc($|[+;])/i;
const callKey = createContextKey<{ address: string; hostApp: AppId | undefined }>({
  address: '',
  hostApp: undefined,
});

export function grpcDoor(parts: GrpcParts): GrpcDoor {
  const router = createConnectRouter({
    grpcWeb: false,
    connect: false,
    readMaxBytes: parts.messageBytes,
    writeMaxBytes: parts.messageBytes,
    acceptCompression: [compressionGzip],
    compressMinBytes: compressFromBytes,
    jsonOptions: { ignoreUnknownFields: false },
  });
  bindOperations(router, {
    dispatch: parts.dispatch,
    originOf: (context) => originOf(parts, context),
  });
  parts.health.bind(router);
  if (parts.reflection) bindReflection(router);
  const handlers = new Map<string, UniversalHandler>(
    router.handlers.map((one) => [one.requestPath, one]),
  );
  return (request, response, address) => {
    if (request.method !== 'POST') return refuse(response, 405);
    if (!isGrpc.test(request.headers['content-type'] ?? '')) return refuse(response, 415);
    const handler = handlers.get(request.url);
    const hostApp = parts.appOfHost(request.authority);
    answer(handler ?? unknownOperation, { request, response, address, hostApp }).catch(
      (cause: unknown) => {
        // The client went away in the middle, or what it sent was no HTTP/2: nobody is left to be told.
        if (request.stream.destroyed || cause instanceof ConnectError) return;
        parts.report('a gRPC call failed', cause);
        request.stream.close();
      },
    );
  };
}

interface Exchange {
  readonly request: Http2ServerRequest;
  readonly response: Http2ServerResponse;
  readonly address: string;
  readonly hostApp: AppId | undefined;
}

type Handler = (request: UniversalServerRequest) => Promise<UniversalServerResponse>;

async function answer(handler: Handler, exchange: Exchange): Promise<void> {
  const { request, response, address, hostApp } = exchange;
  const values = createContextValues().set(callKey, { address, hostApp });
  const universal = universalRequestFromNodeRequest(request, response, undefined, values);
  await universalResponseToNodeResponse(withReason(await handler(universal)), response);
}

function originOf(parts: GrpcParts, { values, requestHeader }: HandlerContext): Origin {
  const { address, hostApp } = values.get(callKey);
  return {
    door: 'grpc',
    address,
    app: hostApp ?? parts.app,
    hostApp,
    caller: undefined,
    socket: undefined,
    rateKey: address,
    lanes: undefined,
    authenticate: () =>
      identifyWith(bearerToken(requestHeader), {
        header: requestHeader,
        authenticate: parts.authenticate,
      }),
  };
}

/** A message that Connect itself could not read is refused with our reason like everything else. */
function withReason(response: UniversalServerResponse): UniversalServerResponse {
  const { trailer } = response;
  const code = Number(trailer?.get('grpc-status') ?? 0);
  if (trailer === undefined || code === 0 || trailer.has('grpc-status-details-bin'))
    return response;
  const text = decodeURIComponent(trailer.get('grpc-message') ?? '');
  const error = reasonForRefusal(code, text);
  if (error === undefined) return response;
  const { rawMessage, details, code: ours } = connectError(error);
  // For Connect a message that cannot be read is INTERNAL; it is the caller's fault, as our table has it.
  const shown = code === (Code.Internal as number) ? ours : code;
  const refusal = new ConnectError(rawMessage, shown, undefined, details as never);
  return { ...response, trailer: setTrailerStatus(trailer, refusal) };
}

/** No such operation, answered as gRPC has it: status 200 and the error in the trailers. */
const unknownOperation: Handler = async () => ({
  status: 200,
  header: new Headers({ 'content-type': 'application/grpc' }),
  trailer: setTrailerStatus(new Headers(), connectError(new OperationError('NO_OPERATION'))),
});

function refuse(response: Http2ServerResponse, status: number): void {
  response.writeHead(status);
  response.end();
}
