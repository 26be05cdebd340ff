// Calls over HTTP as a browser or a script makes them, answers with all their headers.
import { fromBinary, type JsonObject } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { ErrorSchema } from '@hubbub/protocol';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
  /** Of an error. */
  readonly reason: string | undefined;
  readonly retryAfterMs: number | undefined;
}

export async function post(
  url: string,
  args: object,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(args),
  });
  const body = (await response.json()) as JsonObject & { details?: { value: string }[] };
  const [detail] = body.details ?? [];
  const error = detail && fromBinary(ErrorSchema, base64Decode(detail.value));
  const { status } = response;
  return {
    status,
    headers: response.headers,
    body,
    reason: error?.reason,
    retryAfterMs: error?.retryAfterMs,
  };
}

export const good = 'correct horse battery';

/** The Set-Cookie header's value and its attributes. */
export function cookieOf({ headers }: Answered): { pair: string; attributes: string[] } {
  const [pair = '', ...attributes] = (headers.get('set-cookie') ?? '').split('; ');
  return { pair, attributes };
}

/** A text field of an answer; '' when it is not there. */
export function textIn(body: JsonObject, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
