// Unary calls in a closed loop: each answer lets the next call out. Over gRPC on one connection by bare HTTP/2, over HTTP on
// as many kept connections as calls are outstanding.
import { connect, type ClientHttp2Session } from 'node:http2';
import { Sample } from '../statistics.ts';
import { cpuSeconds } from '../server-process.ts';

/** Makes one call; rejects unless it was answered as it should be. @returns bytes of the answer */
export type MakeCall = (number: number) => Promise<number>;

export interface CallsMeasured {
  readonly calls: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly serverCpu: number;
  readonly latencies: readonly number[];
  readonly generatorBound: boolean;
}

interface CallLoop {
  readonly pid: number;
  readonly outstanding: number;
  readonly seconds: number;
}

export async function runCalls(make: MakeCall, loop: CallLoop): Promise<CallsMeasured> {
  const { pid, outstanding, seconds } = loop;
  let isOpen = true;
  let number = 0;
  let counts = { calls: 0, bytes: 0 };
  let latencies = new Sample();
  const caller = async (): Promise<void> => {
    while (isOpen) {
      const at = performance.now();
      const bytes = await make((number += 1));
      counts.calls += 1;
      counts.bytes += bytes;
      latencies.add(performance.now() - at);
    }
  };
  const callers = Array.from({ length: outstanding }, caller);
  const failed = Promise.all(callers);
  await Promise.race([Bun.sleep(Math.min(1000, seconds * 500)), failed]);
  counts = { calls: 0, bytes: 0 };
  latencies = new Sample();
  const before = { own: process.cpuUsage(), server: cpuSeconds(pid), at: performance.now() };
  // On a machine with much else to do a short time may see no call answered, or no tick of the server's CPU clock.
  do await Promise.race([Bun.sleep(seconds * 1000), failed]);
  while (counts.calls === 0 || cpuSeconds(pid) === before.server);
  const took = (performance.now() - before.at) / 1000;
  const serverCpu = cpuSeconds(pid) - before.server;
  const own = process.cpuUsage(before.own);
  const measured = { ...counts, latencies: [...latencies.values] };
  isOpen = false;
  await failed;
  const generatorBound = (own.user + own.system) / 1e6 / took > 0.9 && serverCpu / took < 0.9;
  return { ...measured, seconds: took, serverCpu, generatorBound };
}

export interface Target {
  readonly path: string;
  readonly token: string;
  /** The request of the call with this number. */
  readonly body: (number: number) => Uint8Array;
}

export async function grpcCaller(port: number): Promise<{ session: ClientHttp2Session }> {
  const session = connect(`http://127.0.0.1:${port}`);
  await new Promise((resolve, reject) => {
    session.once('remoteSettings', resolve);
    session.once('error', reject);
  });
  return { session };
}

export function grpcCall(session: ClientHttp2Session, { path, token, body }: Target): MakeCall {
  const headers = {
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: `Bearer ${token}`,
  };
  return (number) =>
    new Promise((resolve, reject) => {
      const stream = session.request(headers);
      let bytes = 0;
      let status: unknown;
      const note = (got: Record<string, unknown>) => (status = got['grpc-status'] ?? status);
      stream.on('response', note);
      stream.on('trailers', note);
      stream.on('data', (chunk: Uint8Array) => (bytes += chunk.length));
      stream.on('error', reject);
      stream.on('close', () => {
        if (status === '0' && bytes > 5) resolve(bytes);
        else reject(new Error(`${path} was answered with status ${String(status)}`));
      });
      stream.end(framed(body(number)));
    });
}

export function httpCall(port: number, { path, token, body }: Target): MakeCall {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const url = `http://127.0.0.1:${port}${path}`;
  return async (number) => {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: Uint8Array.from(body(number)),
    });
    const text = await response.text();
    if (response.status !== 200 || text.length < 3) throw new Error(`${path}: ${text}`);
    return text.length;
  };
}

function framed(message: Uint8Array): Uint8Array {
  const frame = Buffer.allocUnsafe(5 + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, 5);
  return frame;
}
