// What clocks, a frozen process and copies of the database do, in short form; and what has to be found.
import { expect, test } from 'bun:test';
import { findPython } from '../../prove/python.ts';
import { missingForShims } from '../../prove/shim.ts';
import { leaveOut } from '../support/left-out.ts';
import { prove } from './run.ts';

const python = await findPython();
if (python === undefined) leaveOut('proofs of copies (no python3 to judge them)');
const missing = python === undefined ? 'no python3 to judge them' : missingForShims();
if (missing !== undefined) leaveOut(`proofs of clocks (${missing})`);

const small = '--rounds 1 --devices 10 --round-ms 600 --pace-ms 50 --seed 1 --json'.split(' ');

test.skipIf(python === undefined)(
  'copies taken under load hold what was acknowledged, a process that was frozen goes on',
  async () => {
    for (const proof of ['backup', 'freeze']) {
      const { code, verdict, output } = await prove(proof, ...small);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(verdict).toMatchObject({ proof, ok: true, lost: 0 });
    }
  },
  90_000,
);

test.skipIf(python === undefined)(
  'a copy without the log beside the file is found out',
  async () => {
    const { code, verdict } = await prove('backup', ...small, '--plant', 'copy-of-the-file');
    expect(code).toBe(1);
    expect(verdict.lost).toBeGreaterThan(0);
  },
  90_000,
);

test.skipIf(missing !== undefined)(
  'nobody is cut off by a clock that jumps, unless the server believes it',
  async () => {
    const good = await prove('clock', ...small);
    expect({ code: good.code, output: good.output }).toMatchObject({ code: 0 });
    const plant = ['--plant', 'wall-clock', '--rest-ms', '1500', '--rounds', '2'];
    const { code, output } = await prove('clock', ...small, ...plant);
    expect(code).toBe(1);
    expect(output).toContain('"D7"');
  },
  90_000,
);
