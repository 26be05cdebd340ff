// The write-ahead log as a file on the disk. SQLite itself would wait for the disk within the call, and everybody whom this loop
// serves with it; here a thread of the runtime waits, and nobody is answered before it is through (docs/adr/0053).
import { closeSync, fdatasync, openSync } from 'node:fs';

export class SqliteLog {
  readonly #file: number;
  #syncing: Promise<void> | undefined;

  /** @param path of a database that is open: its log is there */
  constructor(path: string) {
    this.#file = openSync(`${path}-wal`, 'r+');
  }

  /** While what was committed last is not on disk: until it is. Rejects when it could not be brought there. */
  pending(): Promise<void> | undefined {
    return this.#syncing;
  }

  /** Brings to the disk what was committed. One at a time. */
  async sync(): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      fdatasync(this.#file, (error) => (error ? reject(error) : resolve()));
    });
    this.#syncing = done;
    try {
      await done;
    } finally {
      this.#syncing = undefined;
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}
