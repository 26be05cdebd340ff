// The operator's token: made at the first start and kept in the data folder, readable for the server's own user alone. Whoever
// can read the folder is the operator anyway.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileName = 'operator.token';

export function readOperatorToken(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, fileName), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Writes it if there is none yet. Throws when the folder cannot be written. */
export function keepOperatorToken(folder: string, make: () => string): string {
  const kept = readOperatorToken(folder);
  if (kept !== undefined) return kept;
  const token = make();
  const path = join(folder, fileName);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path, `${token}\n`, { mode: 0o600 });
  // A file that was there and empty keeps the mode it had.
  chmodSync(path, 0o600);
  return token;
}
