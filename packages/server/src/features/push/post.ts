// Hands one notification to a push service: encrypted for the device (RFC 8291), so that the service learns when, how urgent
// and for which of its addresses, and nothing else. All are of one length.
import { createECDH, createHmac } from 'node:crypto';
import { request } from 'node:https';
import ece from 'http_ece';
import { lookupPublic, PrivateAddressError } from './address.ts';
import { endpointTrouble, isOwnHost } from './subscription.ts';
import type { Vapid } from './vapid.ts';

export interface Address {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

export interface Parcel {
  /** At most `mostBytes`. */
  readonly text: string;
  /** Of those with the same topic that wait at the service, the device gets the last. */
  readonly topic: string;
  readonly isUrgent: boolean;
  readonly lifeMs: number;
}

export type Taken =
  | { readonly how: 'sent' }
  /** The service does not know the address any more. */
  | { readonly how: 'gone' }
  /** It never will take this. */
  | { readonly how: 'refused'; readonly status: number }
  | { readonly how: 'later'; readonly status: number; readonly afterMs: number };

interface PosterParts {
  readonly vapid: Vapid;
  readonly ownHosts: readonly string[];
  /** Whom it believes besides the usual authorities, in PEM; '' for nobody. */
  readonly ca: string;
  readonly now: () => number;
}

export type Post = (to: Address, parcel: Parcel) => Promise<Taken>;

/** What is shown is shorter by far; with what encryption adds it stays below 3 kB. */
export const mostBytes = 2_048;
const waitMs = 10_000;
const mostAfterMs = 6 * 3_600_000;

/** Rejects when the service cannot be reached. */
export function createPost(parts: PosterParts): Post {
  return async (to, parcel) => {
    // An address that was good when it was given; what is the operator's own may have changed.
    if (endpointTrouble(to.endpoint, parts.ownHosts) !== undefined) return { how: 'gone' };
    const url = new URL(to.endpoint);
    const body = encrypt(parcel.text, to);
    const headers = {
      authorization: await parts.vapid.header(url.origin, parts.now()),
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      'content-length': body.length,
      ttl: Math.ceil(parcel.lifeMs / 1000),
      urgency: parcel.isUrgent ? 'high' : 'normal',
      topic: topicOf(parcel.topic, to),
    };
    return verdictOf(await send(url, { body, headers, parts }), parts.now());
  };
}

/** Differs for each device, so that the service does not learn who is in one conversation. */
function topicOf(topic: string, { auth }: Address): string {
  const hash = createHmac('sha256', Buffer.from(auth, 'base64url')).update(topic).digest();
  return hash.subarray(0, 24).toString('base64url');
}

function encrypt(text: string, { p256dh, auth }: Address): Buffer {
  const bytes = Buffer.from(text);
  const padding = mostBytes - bytes.length;
  if (padding < 0) throw new Error(`a notification of ${bytes.length} bytes is too long`);
  const privateKey = createECDH('prime256v1');
  privateKey.generateKeys();
  // JSON may end in spaces: one record, always as long.
  return ece.encrypt(Buffer.concat([bytes, Buffer.alloc(padding, ' ')]), {
    version: 'aes128gcm',
    privateKey,
    dh: p256dh,
    authSecret: auth,
  });
}

interface Outgoing {
  readonly body: Buffer;
  readonly headers: Record<string, string | number>;
  readonly parts: PosterParts;
}

interface Reply {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** Redirects are not followed, and what the service says is not read. */
function send(url: URL, { body, headers, parts }: Outgoing): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const isOwn = isOwnHost(url, parts.ownHosts);
    const sending = request(
      url,
      {
        method: 'POST',
        headers,
        agent: false,
        signal: AbortSignal.timeout(waitMs),
        ...(isOwn ? parts.ca !== '' && { ca: parts.ca } : { lookup: lookupPublic }),
      },
      (response) => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, retryAfter: answered['retry-after'] });
        response.on('error', () => undefined);
        response.destroy();
      },
    );
    sending.on('error', (error: NodeJS.ErrnoException) => {
      // The runtime's own text may hold the address, with which anybody could write to the device.
      const what =
        error instanceof PrivateAddressError ? error.message : (error.code ?? error.name);
      reject(new Error(`the push service: ${what}`));
    });
    sending.end(body);
  });
}

function verdictOf({ status, retryAfter }: Reply, now: number): Taken {
  if (status >= 200 && status < 300) return { how: 'sent' };
  if (status === 404 || status === 410) return { how: 'gone' };
  if (status !== 429 && status < 500) return { how: 'refused', status };
  return { how: 'later', status, afterMs: Math.min(mostAfterMs, pauseOf(retryAfter, now)) };
}

/** Seconds, or a date. */
function pauseOf(text = '', now: number): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
