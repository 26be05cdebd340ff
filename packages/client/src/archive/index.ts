// Loaded by who keeps something across restarts: `import('@hubbub/client/archive')`.
import type { KeyStorage } from '../options.ts';
import type { Archive } from './archive.ts';
import { indexedDbRecords } from './indexed-db.ts';
import { Keeper } from './keeper.ts';

export { memoryRecords, type OpenRecords, type RecordStore } from './record-store.ts';
export { Keeper, type KeeperOptions } from './keeper.ts';
export type { Archive } from './archive.ts';

/** Rises when what is stored is no longer what `Replica` is: older records are then dropped, and read from the server. */
export const archiveSchema = 1;

/** In browsers. @param place names the server, and the app where it has several */
export function browserArchive(place: string, storage: KeyStorage): Archive {
  return new Keeper({ records: indexedDbRecords(place, archiveSchema), storage });
}
