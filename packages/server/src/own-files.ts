// Where the program's own files are: beside the source, or inside the single executable (bin/build-exe.mjs puts them there).
// The only file that knows of the difference.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const source = import.meta.dir;

/** The folder of the built web app. */
export function builtWeb(): string {
  return Bun.isStandaloneExecutable ? join(source, 'dist') : join(source, '../../web/dist');
}

/**
 * What `new Worker` takes for a file of this folder, e.g. 'games/run.worker.ts'. Its name ends with `.worker.ts`: by that the
 * build of the executable finds it.
 */
export function workerFile(path: `${string}.worker.ts`): string {
  return Bun.isStandaloneExecutable ? `./${path}` : join(source, path);
}

/** The type of a browser's worker leaves out what only Bun's has. */
export type OwnWorker = Worker & Pick<Bun.Worker, 'ref' | 'unref'>;

/** A thread that keeps no process alive unless somebody asks for that while it works. */
export function startThread(path: `${string}.worker.ts`): OwnWorker {
  return new Worker(workerFile(path), { ref: false, smol: true }) as OwnWorker;
}

/** The folder of the games that come with the server; empty where there are none, as with the executable alone. */
export function shippedGames(): string {
  const program = dirname(process.execPath);
  const folder = Bun.isStandaloneExecutable
    ? join(program, '../share/hubbub/games')
    : join(source, '../../../examples/games');
  return existsSync(folder) ? folder : '';
}
