// Binds every operation of the contract to dispatch, for the doors that speak Connect's and gRPC's protocols. What HTTP
// and gRPC answer alike stands here once: limits, deadlines, errors and their details. It must not know which door it serves.
import { create, type DescMethodUnary, type MessageShape } from '@bufbuild/protobuf';
import { Code, ConnectError, type ConnectRouter, type HandlerContext } from '@connectrpc/connect';
import {
  checkLimits,
  codes,
  Error_Code,
  ErrorSchema,
  OperationError,
  operationName,
  services,
  type Error as WireError,
} from '@hubbub/protocol';
import type { Answer, Dispatch, Exchange, Login, Origin } from '../dispatch.ts';

/** What a door adds to the mapping. */
export interface RouterParts {
  readonly dispatch: Dispatch;
  /** Who calls from where; throws OperationError to refuse. */
  readonly originOf: (context: HandlerContext) => Origin;
  /** Doors without it leave cookies out. */
  readonly onCookie?: (context: HandlerContext, cookie: Cookie) => void;
}

interface Cookie {
  readonly token: string;
  readonly maxAgeSeconds: number;
}

export type Authenticate = (token: string) => Promise<Login | undefined>;

export function bindOperations(router: ConnectRouter, parts: RouterParts): void {
  for (const service of Object.values(services))
    for (const method of service.methods as readonly DescMethodUnary[])
      router.rpc(method, ((args: object, context: HandlerContext) =>
        call(parts, { method, args, context })) as never);
}

interface RouterCall {
  readonly method: DescMethodUnary;
  readonly args: object;
  readonly context: HandlerContext;
}

async function call(parts: RouterParts, { method, args, context }: RouterCall): Promise<object> {
  const request = requestName(context.requestHeader);
  context.responseHeader.set('x-request-id', request);
  const origin = originOf(parts, context);
  return new Promise((resolve, reject) => {
    const exchange: Exchange<Answer> = {
      op: operationName(method),
      request,
      traceparent: context.requestHeader.get('traceparent') ?? undefined,
      signal: context.signal,
      decode: <M extends DescMethodUnary>(known: M) => {
        const message = args as MessageShape<M['input']>;
        checkLimits(known, message);
        return message;
      },
      encode: (given) => given,
      respond(given) {
        if (given.error !== undefined) return reject(connectError(given.error));
        if (given.cookie !== undefined) parts.onCookie?.(context, given.cookie);
        resolve(given.result);
      },
    };
    void parts.dispatch.run(origin, exchange);
  });
}

function originOf(parts: RouterParts, context: HandlerContext): Origin {
  try {
    return parts.originOf(context);
  } catch (error) {
    throw error instanceof OperationError ? connectError(error) : error;
  }
}

/** A name that the caller, or a proxy, gave the request; else one of ours. Either way it is told in the answer. */
function requestName(header: Headers): string {
  const given = header.get('x-request-id') ?? '';
  return /^[\w.-]{8,64}$/.test(given) ? given : crypto.randomUUID();
}

export function bearerToken(header: Headers): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header.get('authorization') ?? '')?.[1];
}

/** The login that the token stands for; undefined without one, TOKEN for one that stands for none. */
export async function logInWith(
  token: string | undefined,
  authenticate: Authenticate,
): Promise<Login | undefined> {
  if (token === undefined) return undefined;
  const login = await authenticate(token);
  if (login === undefined) throw new OperationError('TOKEN');
  return login;
}

export function connectError(error: OperationError): ConnectError {
  const { code, message, retryAfterMs } = error;
  const headers: Record<string, string> = {};
  if (retryAfterMs !== undefined) headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000));
  const details = [{ desc: ErrorSchema, value: wireError(error) }];
  return new ConnectError(message, codes[code].grpc satisfies number as Code, headers, details);
}

/** Our reason for what Connect refused before an operation was reached; undefined where nobody listens any more. */
export function reasonForRefusal(code: Code, message: string): OperationError | undefined {
  if (code === Code.Canceled || code === Code.Aborted) return undefined;
  if (code === Code.ResourceExhausted) return new OperationError('FRAME_SIZE', message);
  if (code === Code.DeadlineExceeded) return new OperationError('DEADLINE', message);
  if (code === Code.Internal && /^(internal error|serialize)/.test(message))
    return new OperationError('BUG');
  return new OperationError(/\bkey\b|\bfield\b/.test(message) ? 'FIELD' : 'MALFORMED', message);
}

export function wireError(error: OperationError): WireError {
  const { code, reason, retryable, message, retryAfterMs, incident } = error;
  return create(ErrorSchema, {
    code: Error_Code[code],
    reason,
    retryable,
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(incident === undefined ? {} : { incident }),
  });
}
