// D1: kill -9 under load, then the same folder again.
import type { Stage } from '../stage.ts';

export async function crash(stage: Stage): Promise<void> {
  await stage.end('SIGKILL');
  await stage.start();
}
