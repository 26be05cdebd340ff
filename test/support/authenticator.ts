// An authenticator in software: real keys, real signatures, real CBOR. What a test wants to be wrong is told it.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

interface Held {
  readonly id: Buffer;
  readonly privateKey: KeyObject;
  readonly user: string;
  counter: number;
}

/** What may be told wrong. */
export interface Lies {
  readonly origin?: string;
  readonly domain?: string;
  readonly challenge?: string;
  /** The user was not asked who they are. */
  readonly unverified?: boolean;
  readonly counter?: number;
  readonly signature?: Buffer;
}

interface Creation {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

interface Request {
  readonly challenge: string;
  readonly rpId: string;
}

export class Authenticator {
  /** The newest last. */
  readonly keys: Held[] = [];

  constructor(readonly origin: string) {}

  /** `navigator.credentials.create`, from the options' JSON to the credential's. */
  create(options: string, lies: Lies = {}): string {
    const { challenge, rp, user } = JSON.parse(options) as Creation;
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const held: Held = { id: randomBytes(16), privateKey, user: user.id, counter: 0 };
    this.keys.push(held);
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const cose = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
      ]),
    );
    const length = Buffer.alloc(2);
    length.writeUInt16BE(held.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, held.id, cose]);
    const data = this.#data(lies.domain ?? rp.id, held, { lies, flags: 0x40, attested });
    const attestationObject = isoCBOR.encode(
      new Map<string, string | Uint8Array | Map<string, string>>([
        ['fmt', 'none'],
        ['attStmt', new Map<string, string>()],
        ['authData', new Uint8Array(data)],
      ]),
    );
    const response = {
      clientDataJSON: this.#clientData('webauthn.create', challenge, lies).toString('base64url'),
      attestationObject: Buffer.from(attestationObject).toString('base64url'),
      transports: ['internal'],
    };
    return this.#credential(held, response);
  }

  /** `navigator.credentials.get`, with the newest key. */
  get(options: string, lies: Lies = {}): string {
    const { challenge, rpId } = JSON.parse(options) as Request;
    const held = this.keys.at(-1);
    if (held === undefined) throw new Error('the authenticator holds no key');
    held.counter += 1;
    const data = this.#data(lies.domain ?? rpId, held, {
      lies,
      flags: 0,
      attested: Buffer.alloc(0),
    });
    const client = this.#clientData('webauthn.get', challenge, lies);
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
    const signature = lies.signature ?? sign('sha256', signed, held.privateKey);
    return this.#credential(held, {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: held.user,
    });
  }

  #clientData(type: string, challenge: string, lies: Lies): Buffer {
    const origin = lies.origin ?? this.origin;
    const said = { type, challenge: lies.challenge ?? challenge, origin, crossOrigin: false };
    return Buffer.from(JSON.stringify(said));
  }

  #data(
    domain: string,
    held: Held,
    { lies, flags, attested }: { lies: Lies; flags: number; attested: Buffer },
  ): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? held.counter);
    const verified = lies.unverified === true ? 0x01 : 0x05;
    const hash = createHash('sha256').update(domain).digest();
    return Buffer.concat([hash, Buffer.from([flags | verified]), counter, attested]);
  }

  #credential({ id }: Held, response: object): string {
    const name = id.toString('base64url');
    const rest = { type: 'public-key', clientExtensionResults: {} };
    return JSON.stringify({ id: name, rawId: name, response, ...rest });
  }
}
