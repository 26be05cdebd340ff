// A backend, or the operator, as plain HTTP: JSON in, JSON out, a credential in a header.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { ErrorSchema, methods, type OperationName } from '@hubbub/protocol';

export class BackendRefusal extends Error {
  constructor(
    readonly reason: string,
    readonly status: number,
    message: string,
  ) {
    super(`${reason}: ${message}`);
  }
}

export interface Credentials {
  readonly token?: string | undefined;
  /** Whom an app key acts for. */
  readonly user?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Any JSON; a test knows what it asked for. */
export type Json = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any

export async function request(
  url: string,
  op: OperationName,
  { args, token, user, headers, signal }: Credentials & { readonly args: object },
): Promise<Response> {
  const { parent, name } = methods[op];
  const response = await fetch(`${url}/${parent.typeName}/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(user !== undefined && { 'hubbub-user': user }),
      ...headers,
    },
    body: JSON.stringify(args),
    ...(signal && { signal }),
  });
  if (response.ok) return response;
  throw refusalIn((await response.json()) as Json, response.status);
}

export async function ask(
  url: string,
  op: OperationName,
  asked: Credentials & { readonly args: object },
): Promise<Json> {
  return (await (await request(url, op, asked)).json()) as Json;
}

export function refusalIn({ details = [], message }: Json, status: number): BackendRefusal {
  const ours = (details as { type: string; value: string }[]).find(
    ({ type }) => type === ErrorSchema.typeName,
  );
  if (ours === undefined) throw new Error(`no error of ours: ${String(message)}`);
  return new BackendRefusal(
    fromBinary(ErrorSchema, base64Decode(ours.value)).reason,
    status,
    String(message),
  );
}

/** Asks with one credential. */
export function client(url: string, credentials: Credentials = {}) {
  return (op: OperationName, args: object = {}) => ask(url, op, { args, ...credentials });
}

export type Client = ReturnType<typeof client>;

export function operatorOf({ url, data }: { readonly url: string; readonly data: string }): Client {
  return client(url, { token: operatorToken(data) });
}

export function operatorToken(data: string): string {
  return readFileSync(join(data, 'operator.token'), 'utf8').trim();
}

export const allScopes = ['ACT', 'USERS', 'SEND', 'EVENTS'] as const;

/** The secret of a new key. */
export async function keyOf(
  operator: Client,
  name: string,
  scopes: readonly string[] = allScopes,
): Promise<string> {
  const { secret } = await operator('app.createKey', { name, scopes });
  return secret as string;
}

/** Users of an app by their external ids. */
export async function usersOf(backend: Client, ...ids: readonly string[]): Promise<string[]> {
  const users = ids.map((externalId) => ({ externalId }));
  const { outcomes } = await backend('user.upsert', { users });
  return (outcomes as { user: { id: string } }[]).map(({ user }) => user.id);
}

/** The pages of an event log, one by one, as lines of JSON. */
export async function* linesOf(response: Response): AsyncGenerator<Json> {
  let held = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    held += decoder.decode(chunk, { stream: true });
    const lines = held.split('\n');
    held = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Json;
  }
}
