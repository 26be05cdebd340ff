// The write-ahead log as a file on the disk. SQLite itself would wait for the disk within the call, and everybody whom this loop
// serves with it; here a thread of the runtime waits, and nobody is answered before it is through (docs/adr/0053).
import { closeSync, fdatasync, openSync } from 'node:fs';

export class SqliteLog {
  readonly #file: number;
  #pending: Promise<void> | undefined;

  /** @param path of a database that is open: its log is there */
  constructor(path: string) {
    this.#file = openSync(`${path}-wal`, 'r+');
  }

  /** While what was committed last is not on disk: until it is. Rejects, until the log is trusted again, when it did not get there. */
  pending(): Promise<void> | undefined {
    return this.#pending;
  }

  /** Brings to the disk what was committed. One at a time. */
  async sync(): Promise<void> {
    this.#pending = new Promise<void>((resolve, reject) => {
      fdatasync(this.#file, (error) => (error ? reject(error) : resolve()));
    });
    await this.#pending;
    this.trust();
  }

  /** All that was committed is on disk. */
  trust(): void {
    this.#pending = undefined;
  }

  close(): void {
    closeSync(this.#file);
  }
}
