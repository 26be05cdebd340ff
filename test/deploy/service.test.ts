// The systemd unit: its words are systemd's, it is shut in, and its command line is one that the server takes.
import { expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settle } from '../../packages/server/src/config.ts';
import { leaveOut } from '../support/left-out.ts';

const deploy = join(import.meta.dir, '../../deploy');
const unit = readFileSync(join(deploy, 'systemd/hubbub.service'), 'utf8');

const analyze = Bun.which('systemd-analyze');
if (analyze === null) leaveOut('the systemd unit in systemd’s own eyes (no systemd-analyze)');
test.if(analyze !== null)('systemd understands the unit, and counts it as shut in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-unit-'));
  const file = join(folder, 'hubbub.service');
  // Only the program is another: this one is there.
  writeFileSync(file, unit.replace('/opt/hubbub/bin/hubbub', process.execPath));
  const run = (...args: string[]) =>
    Bun.spawnSync([analyze ?? '', ...args, file], { stdout: 'pipe', stderr: 'pipe' });
  const verified = run('verify', '--man=no');
  expect([verified.exitCode, verified.stderr.toString()]).toEqual([0, '']);
  const security = run('security', '--offline=yes', '--threshold=25');
  expect(security.exitCode).toBe(0);
  rmSync(folder, { recursive: true });
});

test('the command is one that the server takes, with the settings file that is shipped', () => {
  const [, command = ''] = /^ExecStart=(.+)$/m.exec(unit) ?? [];
  const [program, verb, ...flags] = command.split(' ');
  expect([program, verb]).toEqual(['/opt/hubbub/bin/hubbub', 'serve']);
  const shipped = flags.map((flag) =>
    flag === '/etc/hubbub/hubbub.toml' ? join(deploy, 'hubbub.toml') : flag,
  );
  expect(settle(shipped, {})).toMatchObject({
    problems: [],
    config: { data: '/var/lib/hubbub', proxies: ['127.0.0.1'] },
  });
});

test('every line of the settings file that is shipped is an option, those that are commented out as well', () => {
  const text = readFileSync(join(deploy, 'hubbub.toml'), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-settings-'));
  const file = join(folder, 'hubbub.toml');
  const random = '5f1c0a4be27d4f6d9a31';
  writeFileSync(
    file,
    text
      .replaceAll(/^# ([\w-]+ = )/gm, '$1')
      .replaceAll('…', random)
      .replaceAll(/"\/etc\/hubbub\/tls.*"/g, `"${file}"`),
    { mode: 0o600 },
  );
  expect(settle(['--config', file], {}).problems).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('the time to stop is longer than a drain', () => {
  const seconds = Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1]);
  expect(seconds * 1000).toBeGreaterThan(settle([], {}).config.drainMs);
});
