// Blobs that are gone with the process, for tests that look at what is stored.
import type { Blobs } from '../../packages/server/src/ports/blob.ts';

export function memoryBlobs(): Blobs & { readonly stored: ReadonlyMap<string, Uint8Array> } {
  const stored = new Map<string, Uint8Array>();
  return {
    stored,
    async put(key, bytes) {
      stored.set(key, bytes.slice());
    },
    get: async (key) => stored.get(key),
    async delete(key) {
      stored.delete(key);
    },
    async *keys() {
      yield* stored.keys();
    },
  };
}
