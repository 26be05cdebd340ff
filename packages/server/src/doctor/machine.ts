// The machine: the folder and its rights, the disk, the clock, how many files may be open.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { freeBytes, openFileLimit } from '../observe/process.ts';
import { bad, ok, warning, type Finding } from './finding.ts';

const gigabyte = 1e9;

export function checkFolder(folder: string): Finding {
  const path = resolve(folder);
  const place = nearest(path);
  if (!mayWrite(place))
    return bad(
      'folder',
      `${path} cannot be written by this user`,
      `chown it to the user that runs Hubbub, or choose another with --data`,
    );
  if (place !== path) return ok('folder', `${path} will be made`);
  if (!statSync(path).isDirectory())
    return bad('folder', `${path} is no folder`, 'choose another with --data');
  const mode = (statSync(path).mode & 0o777).toString(8);
  return ok('folder', `${path}, rights ${mode}`);
}

export function checkDisk(folder: string): Finding {
  const free = freeBytes(nearest(resolve(folder)));
  if (free === undefined) return ok('disk', 'the system does not say how much is left');
  const text = `${(free / gigabyte).toFixed(1)} GB left`;
  const mend = 'free some space: without it nothing that is said can be kept';
  if (free < gigabyte / 10) return bad('disk', text, mend);
  return free < gigabyte ? warning('disk', text, mend) : ok('disk', text);
}

export function checkFiles(wanted: number): Finding {
  const limit = openFileLimit();
  if (limit === undefined) return ok('files', 'the system does not say how many may be open');
  const text = `${limit} files and sockets may be open`;
  const mend = 'raise it: LimitNOFILE in the unit, ulimits in compose, ulimit -n in a shell';
  if (limit < 1024) return bad('files', text, mend);
  return limit < wanted ? warning('files', text, mend) : ok('files', text);
}

/** @param others clocks of what it works with, in milliseconds since 1970 */
export function checkClock(others: Readonly<Record<string, number | undefined>>): Finding {
  const now = Date.now();
  for (const [name, theirs] of Object.entries(others)) {
    if (theirs === undefined) continue;
    const seconds = Math.round((theirs - now) / 1000);
    if (name === 'newest' && seconds > 60)
      return warning(
        'clock',
        `the database holds something from ${seconds} s in the future`,
        'the clock of this machine was ahead, or is behind now: run NTP',
      );
    if (name !== 'newest' && Math.abs(seconds) > 2)
      return warning(
        'clock',
        `this machine and ${name} differ by ${Math.abs(seconds)} s`,
        'run NTP on both: leases and due times are compared across machines',
      );
  }
  return ok('clock', new Date(now).toISOString());
}

/** The folder, or the nearest above it that is there. */
function nearest(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearest(dirname(path));
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
