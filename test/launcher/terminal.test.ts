import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until.ts';

const root = join(import.meta.dir, '../..');

// The shell that npm puts between would die of the Ctrl-C itself and npm with it, whatever the server says: hence `exec`.
test('Ctrl-C in a terminal drains npm start, which exits 0', async () => {
  const data = mkdtempSync(join(tmpdir(), 'hubbub-terminal-'));
  let output = '';
  const child = Bun.spawn(['npm', 'start', '--', '--port', '0', '--data', data], {
    cwd: root,
    terminal: { data: (_, chunk) => void (output += new TextDecoder().decode(chunk)) },
  });
  try {
    await until(() => output.includes('http://'), { what: 'the address', timeoutMs: 20_000 });
    child.terminal?.write('\x03');
    expect(await child.exited).toBe(0);
  } finally {
    child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  }
});
