import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openStore,
  type Store,
  type StoreOptions,
} from '../../../packages/server/src/store/store.ts';
import type { Engine } from '../../../packages/server/src/store/statement.ts';
import { putDatabase } from '../../support/migrated.ts';
import { createDatabase } from '../../support/postgres.ts';

/** For tests and their hooks: the first one starts PostgreSQL, and others want the processors too. */
export const databaseMs = 60_000;

export interface TestDatabase {
  readonly engine: Engine;
  /** What to pass as `database`: a folder or an address. */
  readonly address: string;
  open(options?: Partial<StoreOptions>): Promise<Store>;
  /** Closes what is open and removes the folder. */
  remove(): Promise<void>;
}

export const engines: readonly {
  readonly name: Engine;
  /** It has the newest schema already, if it is not to be empty. */
  readonly create: (isEmpty?: boolean) => Promise<TestDatabase>;
}[] = [
  {
    name: 'sqlite',
    async create(isEmpty = false) {
      const folder = mkdtempSync(join(tmpdir(), 'hubbub-store-'));
      if (!isEmpty) await putDatabase(folder);
      return database('sqlite', folder);
    },
  },
  {
    name: 'postgres',
    create: async (isEmpty = false) =>
      database('postgres', await createDatabase({ isMigrated: !isEmpty })),
  },
];

function database(engine: Engine, address: string): TestDatabase {
  const opened: Store[] = [];
  return {
    engine,
    address,
    async open(options = {}) {
      const store = await openStore({ database: address, dataDir: address, ...options });
      opened.push(store);
      return store;
    },
    async remove() {
      for (const store of opened) await store.close();
      if (engine === 'sqlite') rmSync(address, { recursive: true, force: true });
    },
  };
}
