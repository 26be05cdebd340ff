// The write-ahead log as a file on the disk. SQLite itself would wait for the disk within the call, and everybody whom this loop
// serves with it; here a thread of the runtime waits, and nobody is answered before it is through (docs/adr/0053).
import { closeSync, existsSync, fdatasync, openSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

const pieceBytes = 1 << 20;

export class SqliteLog {
  readonly #file: number;
  #pending: Promise<void> | undefined;

  /** @param path of a database that is open: its log is there */
  constructor(path: string) {
    this.#file = openSync(`${path}-wal`, 'r+');
  }

  /** While what was committed last is not on disk: until it is. Rejects when it did not get there. */
  get pending(): Promise<void> | undefined {
    return this.#pending;
  }

  /** Brings to the disk what was committed. One at a time. */
  async sync(): Promise<void> {
    this.#pending = new Promise<void>((resolve, reject) => {
      fdatasync(this.#file, (error) => (error ? reject(error) : resolve()));
    });
    await this.#pending;
    this.#pending = undefined;
  }

  close(): void {
    closeSync(this.#file);
  }

  /**
   * Writes a log once more whose sync may have failed, and syncs that, before a database is opened. The system takes what did not get
   * to the disk for written: what everybody reads is whole, and what the disk holds has a hole, up to which a start after a loss of
   * power would set back a database that is further on.
   */
  static async rewrite(path: string): Promise<void> {
    if (!existsSync(`${path}-wal`)) return;
    await using file = await open(`${path}-wal`, 'r+');
    const piece = Buffer.alloc(pieceBytes);
    for (let at = 0; ;) {
      const { bytesRead } = await file.read(piece, 0, pieceBytes, at);
      if (bytesRead === 0) break;
      await writeAll(file, piece.subarray(0, bytesRead), at);
      at += bytesRead;
    }
    await file.datasync();
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}
