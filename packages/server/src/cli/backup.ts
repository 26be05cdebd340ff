// What is done to a database as a whole.
import { resolve } from 'node:path';
import type { Config } from '../config/table.ts';
import { exitCodes, type Command } from './command.ts';
import type { Copied } from './media-copies.ts';

export const backup: Command = {
  name: 'backup',
  does: 'Copies the database, and pictures and files into a folder beside the copy, while the server runs',
  flags: { '--to': { value: 'FILE', doc: 'Where to; a new file in the data folder if not said.' } },
  takesOptions: true,
  examples: ['backup', 'backup --data /var/lib/hubbub --to /backups/monday.db'],
  async run({ config, flags, print, warn }) {
    const to = flags.get('--to');
    const settled = config();
    const { backup: copy, mediaBackup, openBlobs } = await backups();
    const media = mediaBackup(openBlobs(settled));
    const file = await copy({
      ...place(settled),
      ...(to === undefined ? {} : { to }),
      complete: (copied, target) => media.complete(copied, target),
    });
    print({ text: file, json: { file, media: media.copied } });
    return tell(media.copied, warn);
  },
};

export const restore: Command = {
  name: 'restore',
  does: 'Puts a backup back, with its pictures and files, while the server does not run',
  flags: {
    '--from': { value: 'FILE', doc: 'the backup to put back.', needed: true },
    '--force': { doc: 'Replaces what is there.' },
    '--without-media': { doc: 'Although the folder with pictures and files is not beside it.' },
  },
  takesOptions: true,
  examples: ['restore --from monday.db', 'restore --from monday.db --force'],
  async run({ config, flags, print, warn }) {
    const from = flags.get('--from') ?? '';
    const settled = config();
    const { restore: putBack, restoreMedia, openBlobs } = await backups();
    const blobs = openBlobs(settled);
    const without = flags.has('--without-media');
    let media: Copied = { blobs: 0, missing: [] };
    await putBack({
      ...place(settled),
      from,
      force: flags.has('--force'),
      complete: async (copy) => {
        media = await restoreMedia(copy, { from: resolve(from), blobs, without });
      },
    });
    print({ text: 'restored', json: { restored: from, media } });
    return tell(media, warn);
  },
};

export const epochNew: Command = {
  name: 'epoch new',
  does: 'After a copy or snapshot was put back by other means: clients pull everything anew',
  takesOptions: true,
  examples: ['epoch new', 'epoch new --database postgres://user:password@host/hubbub'],
  async run({ config, print }) {
    const { newEpoch } = await import('../store/backup.ts');
    const epoch = await newEpoch(place(config()));
    print({ text: epoch, json: { epoch } });
  },
};

/** What was missing before the backup stays missing: that is worth a look, and no reason to have no backup. */
function tell({ missing }: Copied, warn: (text: string) => void): number | undefined {
  if (missing.length === 0) return undefined;
  warn(`The bytes of ${missing.length} pictures or files are missing; hubbub doctor says more.`);
  return exitCodes.doubtful;
}

/** Only for who needs them: help does not wait for the store to be read. */
async function backups() {
  const [store, media, { openBlobs }] = await Promise.all([
    import('../store/backup.ts'),
    import('./media-copies.ts'),
    import('../parts/blobs.ts'),
  ]);
  return { ...store, ...media, openBlobs };
}

function place({ database, data }: Config) {
  return { database, dataDir: resolve(data) };
}
