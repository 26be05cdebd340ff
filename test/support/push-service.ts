// A push service of a test's own, over HTTPS: it opens what it is sent as the device would, and checks who sent it.
import { createECDH, randomBytes, type ECDH } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import ece from 'http_ece';
import { importJWK, jwtVerify } from 'jose';
import { makeCertificate } from './certificate.ts';

export interface Pushed {
  readonly text: { title: string; body: string; path: string; tag: string; place: number };
  /** Of the body, encrypted. */
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What the VAPID word says, once it was found to be signed with the key it names. */
  readonly claims: { aud?: unknown; exp?: number; sub?: string };
  readonly applicationKey: string;
}

/** A browser that has subscribed. */
export interface PushDevice {
  readonly subscription: { endpoint: string; p256dh: string; auth: string };
  readonly pushed: readonly Pushed[];
  /** Requests, those that were answered with something else than 201 included. */
  readonly asked: number;
  /** What the service answers from now on. */
  answer(status: number, headers?: Record<string, string>): void;
}

export interface PushService {
  /** host:port */
  readonly host: string;
  /** What a server has to trust. */
  readonly caFile: string;
  device(): PushDevice;
  stop(): Promise<void>;
}

interface Held {
  readonly keys: ECDH;
  readonly auth: string;
  readonly pushed: Pushed[];
  asked: number;
  status: number;
  headers: Record<string, string>;
}

export async function startPushService(): Promise<PushService> {
  const certificate = makeCertificate();
  const devices = new Map<string, Held>();
  const { certFile, keyFile } = certificate;
  const options = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  const server: Server = createServer(options, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const device = devices.get(request.url ?? '');
      const headers = request.headers as Record<string, string>;
      void receive(device, { headers, body: Buffer.concat(parts) }).then((status) => {
        response.writeHead(status, device?.headers);
        response.end('what a service says is nobody’s business');
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    host,
    caFile: certFile,
    device() {
      const keys = createECDH('prime256v1');
      keys.generateKeys();
      const path = `/push/${randomBytes(12).toString('base64url')}`;
      const auth = randomBytes(16).toString('base64url');
      const held: Held = { keys, auth, pushed: [], asked: 0, status: 201, headers: {} };
      devices.set(path, held);
      return {
        subscription: {
          endpoint: `https://${host}${path}`,
          p256dh: keys.getPublicKey('base64url'),
          auth,
        },
        pushed: held.pushed,
        get asked() {
          return held.asked;
        },
        answer(status, headers = {}) {
          Object.assign(held, { status, headers });
        },
      };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      certificate.remove();
    },
  };
}

interface Received {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** @returns the status it is answered with; 400 for what a real service would not take */
async function receive(device: Held | undefined, { headers, body }: Received): Promise<number> {
  if (device === undefined) return 404;
  device.asked += 1;
  if (device.status !== 201) return device.status;
  try {
    const [, word = '', applicationKey = ''] =
      /^vapid t=(\S+), k=(\S+)$/.exec(headers['authorization'] ?? '') ?? [];
    const point = Buffer.from(applicationKey, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)];
    const jwk = { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') };
    const { payload: claims } = await jwtVerify(word, await importJWK(jwk, 'ES256'));
    const plain = ece.decrypt(body, {
      version: 'aes128gcm',
      privateKey: device.keys,
      authSecret: device.auth,
    });
    const text = JSON.parse(plain.toString()) as Pushed['text'];
    device.pushed.push({ text, bytes: body.length, headers, claims, applicationKey });
    return 201;
  } catch (error) {
    console.error('push service:', error);
    return 400;
  }
}
