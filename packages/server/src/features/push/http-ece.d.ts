// The part of it that is used here; the package brings no types.
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  interface Params {
    readonly version: 'aes128gcm';
    readonly privateKey: ECDH;
    /** Of the other side, in base64url. */
    readonly dh?: string;
    readonly authSecret: string;
    /** 16 bytes in base64url; random where it is left out. */
    readonly salt?: string;
  }

  const ece: {
    encrypt(bytes: Buffer, params: Params): Buffer;
    decrypt(bytes: Buffer, params: Params): Buffer;
  };
  export default ece;
}
