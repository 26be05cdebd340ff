import { buildWeb } from '../../bin/build-web.mjs';

/** The server serves what was built; a build that is up to date takes no time. */
export async function ensureWebBuilt(): Promise<void> {
  await buildWeb(process.execPath);
}
