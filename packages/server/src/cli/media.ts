// `hubbub media …`: the bytes of uploads, for the operator.
import { StartupError } from '../store/failures.ts';
import type { Command } from './command.ts';

export const mediaOrphans: Command = {
  name: 'media orphans',
  does: 'Lists the bytes of uploads that the database does not know, as they are left when a backup was put back',
  flags: { '--delete': { doc: 'Deletes them.' } },
  takesOptions: true,
  examples: ['media orphans', 'media orphans --data /var/lib/hubbub --delete'],
  async run({ config, flags, print }) {
    const place = config();
    const [{ compareMedia }, { openBlobs }] = await Promise.all([
      import('../doctor/media.ts'),
      import('../parts/blobs.ts'),
    ]);
    const blobs = openBlobs(place);
    const found = await compareMedia(place, blobs);
    if (found === undefined) throw new StartupError('There is no database to compare with.');
    const { orphans } = found;
    const isDeleting = flags.has('--delete');
    if (isDeleting) for (const key of orphans) await blobs.delete(key);
    const text = isDeleting ? `deleted: ${orphans.length}` : orphans.join('\n');
    print({ text, json: { orphans, deleted: isDeleting } });
  },
};
