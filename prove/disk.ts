// The disk under a server's folder, as shim/disk.c plays it: it loses its power, is full, or fails a call.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { buildShim } from './shim.ts';
import type { Random } from './random.ts';

/** Which call fails, in the order of shim/disk.c. */
export const failures = [
  'write EIO',
  'write ENOSPC',
  'short write',
  'sync EIO',
  'sync ENOSPC',
  'truncate EIO',
] as const;

export type Failure = (typeof failures)[number];

const pageSize = 4096;

/** For a server whose log is to end often. */
export const shortLog = join(import.meta.dir, 'short-log.ts');

/** A file that was open since the server started. */
interface Kept {
  readonly number: string;
  readonly isNamed: boolean;
  readonly inode: number;
  readonly name: string;
}

export class Disk {
  private readonly synced: string;
  private readonly control: string;

  private constructor(
    readonly folder: string,
    /** For the server's process. */
    readonly env: Readonly<Record<string, string>>,
  ) {
    this.synced = env.PROVE_DISK_SYNCED ?? '';
    this.control = env.PROVE_DISK_CONTROL ?? '';
    this.forget();
  }

  static async under(folder: string): Promise<Disk> {
    const library = await buildShim('disk');
    return new Disk(folder, {
      LD_PRELOAD: library,
      PROVE_DISK_FOLDER: folder,
      PROVE_DISK_SYNCED: `${folder}.synced`,
      PROVE_DISK_CONTROL: `${folder}.control`,
    });
  }

  /** The next process begins with what is in the folder, and a disk that works. */
  forget(): void {
    rmSync(this.synced, { recursive: true, force: true });
    mkdirSync(this.synced, { recursive: true });
    writeFileSync(this.control, new Uint8Array(4 * (5 + failures.length)));
  }

  /** What it keeps beside the folder, when nobody uses it any more. */
  remove(): void {
    rmSync(this.synced, { recursive: true, force: true });
    rmSync(this.control, { force: true });
  }

  set isFull(isFull: boolean) {
    this.put(0, Number(isFull));
  }

  /** How long each sync takes at least; those that wait are through when it changes. */
  set syncMs(ms: number) {
    this.put(2 + failures.length, ms);
  }

  /** Whether one waits so at the moment. */
  get isSyncing(): boolean {
    return readFileSync(this.control).readUInt32LE(4 * (3 + failures.length)) > 0;
  }

  /** The process is killed at its nth call from now on that is to change something. */
  dieAt(nth: number): void {
    this.put(4 + failures.length, nth);
  }

  /** @param nth which call of its kind from now on, the first is 1 */
  fail(failure: Failure, nth: number): void {
    this.put(2 + failures.indexOf(failure), nth);
  }

  /** How often a call was refused. */
  get hits(): number {
    return readFileSync(this.control).readUInt32LE(4);
  }

  /**
   * When the process is gone: of what was not synced nothing is there any more, or, as disks do it too, some pages are.
   * @param keeps how likely it is for an unsynced page to be there
   */
  losePower(random: Random, keeps: number): void {
    const files = this.kept();
    for (const name of new Set(files.map((file) => file.name))) {
      const last = files.findLast((file) => file.name === name && file.isNamed);
      const path = join(this.folder, name);
      if (last) this.putBack(last, () => random.next() < keeps);
      else rmSync(path, { force: true });
    }
    this.forget();
  }

  private putBack({ number, inode, name }: Kept, isKept: () => boolean): void {
    const path = join(this.folder, name);
    const synced = readFileSync(join(this.synced, number));
    const isThere = existsSync(path) && statSync(path).ino === inode;
    const written = isThere ? readFileSync(path) : synced;
    const length = isKept() ? written.length : synced.length;
    const content = Buffer.alloc(length);
    synced.copy(content);
    for (let at = 0; at < length; at += pageSize) {
      const end = Math.min(at + pageSize, length);
      const page = written.subarray(at, end);
      if (!synced.subarray(at, end).equals(page) && isKept()) page.copy(content, at);
    }
    writeFileSync(path, content);
  }

  private kept(): readonly Kept[] {
    const list = join(this.synced, 'names');
    const lines = existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : [];
    return lines.map((line) => {
      const [number = '', isNamed, inode, ...name] = line.split(' ');
      return { number, isNamed: isNamed === '1', inode: Number(inode), name: name.join(' ') };
    });
  }

  private put(place: number, value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    const descriptor = openSync(this.control, 'r+');
    writeSync(descriptor, bytes, 0, 4, place * 4);
    closeSync(descriptor);
  }
}
