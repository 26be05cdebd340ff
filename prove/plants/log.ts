// How the server brings its log to the disk, in other words.
const sync = 'fdatasync(this.#file, (error) => (error ? reject(error) : resolve()));';

/** It says that it is there. */
export const neverSynced = { [sync]: 'void [fdatasync, reject, resolve()];' };

/** What fails is taken for what did not. */
export const neverFails = { [sync]: 'fdatasync(this.#file, () => void [reject, resolve()]);' };

/** Everybody waits for it. */
export const syncedInTheLoop = {
  'import { closeSync, existsSync, fdatasync,': 'import { closeSync, existsSync, fdatasyncSync,',
  [sync]: 'void [reject, fdatasyncSync(this.#file), resolve()];',
};
