// What is done to a database as a whole.
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import type { Command } from './command.ts';

export const backup: Command = {
  name: 'backup',
  does: 'Copies the database while the server runs',
  flags: { '--to': { value: 'FILE', doc: 'Where to; a new file in the data folder if not said.' } },
  takesOptions: true,
  examples: ['backup', 'backup --data /var/lib/hubbub --to /backups/monday.db'],
  async run({ config, flags, print }) {
    const to = flags.get('--to');
    const store = await backups();
    const file = await store.backup({ ...place(config()), ...(to === undefined ? {} : { to }) });
    print({ text: file, json: { file } });
  },
};

export const restore: Command = {
  name: 'restore',
  does: 'Puts a backup back while the server does not run',
  flags: {
    '--from': { value: 'FILE', doc: 'the backup to put back.', needed: true },
    '--force': { doc: 'Replaces what is there.' },
  },
  takesOptions: true,
  examples: ['restore --from monday.db', 'restore --from monday.db --force'],
  async run({ config, flags, print }) {
    const from = flags.get('--from') ?? '';
    const store = await backups();
    await store.restore({ ...place(config()), from, force: flags.has('--force') });
    print({ text: 'restored', json: { restored: from } });
  },
};

export const epochNew: Command = {
  name: 'epoch new',
  does: 'After a copy or snapshot was put back by other means: clients pull everything anew',
  takesOptions: true,
  examples: ['epoch new', 'epoch new --database postgres://user:password@host/hubbub'],
  async run({ config, print }) {
    const { newEpoch } = await backups();
    const epoch = await newEpoch(place(config()));
    print({ text: epoch, json: { epoch } });
  },
};

/** Only for who needs them: help does not wait for the store to be read. */
const backups = () => import('../store/backup.ts');

function place({ database, data }: Config) {
  return { database, dataDir: resolve(data) };
}
