// What the repair of gaps reads: the same functions as pull.
import type { StreamReads } from '../gateway/repair.ts';
import { readDifference, readHeads } from '../store/difference-store.ts';
import type { Store } from '../store/store.ts';

export function streamReads(store: Store): StreamReads {
  return {
    async readDifference(app, conversation, base) {
      const difference = await store.read(app, readDifference, { conversation, base });
      return difference && { type: 'stream', app, ...difference, repaired: true };
    },
    async readHeads(app, conversations) {
      const heads = await store.read(app, readHeads, { conversations });
      return new Map(heads.map(({ conversation, version }) => [conversation, version]));
    },
  };
}
