import { expect, test } from 'bun:test';
import type { AppId } from '@hubbub/protocol';
import type { StoredApp } from '../../store/app-store.ts';
import { AppDirectory } from './directory.ts';

test('what a write changed is known when it is answered, however slow reads are', async () => {
  const stored: StoredApp[] = [];
  const settings = { hosts: [], origins: [] } as unknown as StoredApp['settings'];
  const store = {
    async systemRead() {
      const seen = [...stored];
      await Bun.sleep(20);
      return seen as never;
    },
    async systemWrite() {
      const name = `app${stored.length}` as AppId;
      return stored.push({ name, suspended: false, settings } as StoredApp) as never;
    },
    keepLogOf: () => undefined,
  };
  const of = { main: 'main' as AppId, origins: [], schemes: [], isTls: false };
  const directory = new AppDirectory({ ...of, store, onSuspended: () => undefined });
  // A read is on its way that saw none of it.
  void directory.refresh();
  for (const name of ['app0', 'app1']) {
    await directory.writing.systemWrite({} as never, {});
    expect(directory.has(name as AppId)).toBe(true);
  }
});
