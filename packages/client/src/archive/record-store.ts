// What an archive writes to: records by name, written together or not at all.
export interface RecordStore {
  read(): Promise<ReadonlyMap<string, unknown>>;
  write(records: ReadonlyMap<string, unknown>, removed: readonly string[]): Promise<void>;
  clear(): Promise<void>;
}

/** Opens the place of one user. */
export type OpenRecords = (user: string) => RecordStore;

/** For tests and for programs that store it themselves. */
export function memoryRecords(): OpenRecords {
  const stores = new Map<string, Map<string, unknown>>();
  return (user) => {
    const records = stores.get(user) ?? new Map<string, unknown>();
    stores.set(user, records);
    return {
      read: () => Promise.resolve(structuredClone(records)),
      write: (put, removed) => {
        for (const [name, value] of structuredClone(put)) records.set(name, value);
        for (const name of removed) records.delete(name);
        return Promise.resolve();
      },
      clear: () => Promise.resolve(records.clear()),
    };
  };
}
