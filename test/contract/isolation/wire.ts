// Plain JSON over either door, and answers as they stand on the wire: a test of what is said must not read it with our codec.
import { fromBinary, toJson } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { ErrorSchema, findMethod } from '@hubbub/protocol';
import { until } from '../../support/until.ts';

export interface Wire {
  /** The result, or our error: code, reason, message and whatever else it says. */
  ask(door: 'socket' | 'HTTP', op: string, args: object): Promise<object>;
}

interface Address {
  readonly url: string;
  readonly socketUrl: string;
  readonly token: string | undefined;
}

export async function openWire({ url, socketUrl, token }: Address): Promise<Wire> {
  const loggedIn = token === undefined ? undefined : await openJson(socketUrl, token);
  return {
    async ask(door, op, args) {
      if (door === 'HTTP') return await overHttp({ url, token }, op, args);
      // A socket may stay without a login for seconds only, so each such question has one of its own.
      const ask = loggedIn ?? (await openJson(socketUrl, undefined));
      return await ask(op, args);
    },
  };
}

type Ask = (op: string, args: object) => Promise<object>;

async function openJson(socketUrl: string, token: string | undefined): Promise<Ask> {
  const ws = new WebSocket(socketUrl, ['hubbub.json']);
  const answers = new Map<number, object>();
  let isClosed = false;
  ws.onmessage = ({ data }) => {
    for (const line of String(data).split('\n')) {
      const { id, ok, error } = JSON.parse(line) as { id?: number; ok?: object; error?: object };
      if (id !== undefined) answers.set(id, error ?? ok ?? {});
    }
  };
  ws.onclose = () => (isClosed = true);
  await until(() => ws.readyState === WebSocket.OPEN, { what: 'the socket' });
  let ids = 0;
  const ask: Ask = async (op, args) => {
    const id = ++ids;
    ws.send(JSON.stringify({ id, op, args }));
    return await until(() => answers.get(id) ?? (isClosed && { closed: true }), { what: op });
  };
  if (token !== undefined) await ask('session.open', { token });
  return ask;
}

async function overHttp(
  { url, token }: { url: string; token: string | undefined },
  op: string,
  args: object,
): Promise<object> {
  const method = findMethod(op);
  const response = await fetch(`${url}/${method?.parent.typeName}/${method?.name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(args),
  });
  const body = (await response.json()) as object;
  if (response.ok) return body;
  // All that is said: the status and Connect's own words stand beside our error.
  const { details = [], ...rest } = body as { details?: { type: string; value: string }[] };
  const ours = details.find(({ type }) => type === 'hubbub.v1.Error');
  if (ours === undefined) throw new Error(`no error of ours in ${JSON.stringify(body)}`);
  const error = toJson(ErrorSchema, fromBinary(ErrorSchema, base64Decode(ours.value))) as object;
  return { connect: rest, status: response.status, ...error };
}
