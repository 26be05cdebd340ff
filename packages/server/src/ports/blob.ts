// Where the bytes of pictures lie. Adapters: a folder (blob/folder.ts), object storage (blob/s3.ts). What the bytes are
// and who may see them is the database's; a store of blobs knows keys and nothing else.
//
// Promises: `put` resolves when the bytes are safe. A key is written once and never changed. To delete what is not there
// is no failure.
export interface Blobs {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  delete(key: string): Promise<void>;
  /** All that there are, in no order; what comes or goes meanwhile may be among them or not. */
  keys(): AsyncIterable<string>;
}

/** 160 random bits: nobody guesses one. */
export function newBlobKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(20))).toString('hex');
}
