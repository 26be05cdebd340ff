// D6: copies are taken by the command while the server is under load. Each is put back into a folder of its own, and has to be a prefix
// without gaps that holds whatever was acknowledged before the copy was begun.
import { join } from 'node:path';
import { judgeBackup, type Copy } from '../copies.ts';
import { underLoad, type Options } from '../load.ts';
import { command } from '../server.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

export async function backup(options: Options): Promise<Judged> {
  const copies: Copy[] = [];
  const judged = await underLoad('backup', { strike })(options);
  const violations = [...judged.violations];
  for (const copy of copies) violations.push(...(await judgeBackup(copy, options)));
  const ok = judged.verdict.ok && violations.length === 0;
  const lost = judged.verdict.lost + violations.filter((line) => line.includes('"I1"')).length;
  return { violations, verdict: { ...judged.verdict, ok, lost } };

  async function strike(stage: Stage): Promise<void> {
    const { folder, plants } = options;
    const file = join(folder, `copy${copies.length}.db`);
    const from = performance.now();
    const run = await command(plants, 'backup', '--data', stage.setup.folder, '--to', file);
    copies.push({ file, from, until: performance.now() });
    if (run.code !== 0) stage.fault('D6', `backup ended with ${run.code}: ${run.said}`);
  }
}
