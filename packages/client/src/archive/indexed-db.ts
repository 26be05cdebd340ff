// Records in the browser's own database: one for each server and user. A newer schema empties it, an older one too.
import type { OpenRecords, RecordStore } from './record-store.ts';

const table = 'records';

/** @param place names the server, and the app where it has several */
export function indexedDbRecords(place: string, schema: number): OpenRecords {
  return (user) => new IndexedDbRecords(`hubbub ${place} ${user}`, schema);
}

class IndexedDbRecords implements RecordStore {
  #database: Promise<IDBDatabase> | undefined;

  constructor(
    readonly name: string,
    readonly schema: number,
  ) {}

  async read(): Promise<ReadonlyMap<string, unknown>> {
    const records = (await this.#open()).transaction(table).objectStore(table);
    const [names, values] = await Promise.all([
      result(records.getAllKeys() as IDBRequest<string[]>),
      result(records.getAll() as IDBRequest<unknown[]>),
    ]);
    return new Map(names.map((name, at) => [name, values[at]]));
  }

  async write(put: ReadonlyMap<string, unknown>, removed: readonly string[]): Promise<void> {
    const transaction = (await this.#open()).transaction(table, 'readwrite');
    const records = transaction.objectStore(table);
    for (const [name, value] of put) records.put(value, name);
    for (const name of removed) records.delete(name);
    await done(transaction);
  }

  async clear(): Promise<void> {
    const transaction = (await this.#open()).transaction(table, 'readwrite');
    transaction.objectStore(table).clear();
    await done(transaction);
  }

  #open(): Promise<IDBDatabase> {
    return (this.#database ??= this.#openWith(this.schema).catch(async (error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'VersionError') throw error;
      await result(indexedDB.deleteDatabase(this.name));
      return this.#openWith(this.schema);
    }));
  }

  #openWith(schema: number): Promise<IDBDatabase> {
    const request = indexedDB.open(this.name, schema);
    request.onupgradeneeded = () => {
      const { result: database } = request;
      if (database.objectStoreNames.contains(table)) database.deleteObjectStore(table);
      database.createObjectStore(table);
    };
    return result(request).then((database) => {
      // Another tab brings another schema: it must not have to wait for this one.
      database.onversionchange = () => database.close();
      return database;
    });
  }
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no answer'));
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('not written'));
  });
}
