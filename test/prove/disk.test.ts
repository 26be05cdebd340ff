// What a disk does to a server, in short form; and servers that trust it too much.
import { expect, test } from 'bun:test';
import { missingForShims } from '../../prove/shim.ts';
import { findPython } from '../../prove/python.ts';
import { leaveOut } from '../support/left-out.ts';
import { prove } from './run.ts';

const python = await findPython();
const missing = python === undefined ? 'no python3 to judge them' : missingForShims();
if (missing !== undefined) leaveOut(`proofs of disks (${missing})`);

const small = ['--rounds', '2', '--devices', '10', '--round-ms', '800', '--seed', '1', '--json'];

test.skipIf(missing !== undefined)(
  'what was acknowledged outlives the power, though unsynced pages do not, or only some',
  async () => {
    const { code, verdict, output } = await prove('powerloss', ...small);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(verdict).toMatchObject({ proof: 'powerloss', ok: true, lost: 0, invented: 0 });
  },
  90_000,
);

test.skipIf(missing !== undefined)(
  'a server that does not sync its commits loses some',
  async () => {
    const plant = ['--plant', 'sync-normal', '--rounds', '1', '--rest-ms', '1500'];
    const { code, verdict } = await prove('powerloss', ...small, ...plant);
    expect(code).toBe(1);
    expect(verdict.lost).toBeGreaterThan(0);
  },
  90_000,
);

test.skipIf(missing !== undefined)(
  'failing calls and a full disk cost nothing that was acknowledged',
  async () => {
    for (const proof of ['fsyncfail', 'diskfull']) {
      const { code, verdict, output } = await prove(proof, ...small, '--rounds', '1');
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(verdict).toMatchObject({ proof, ok: true, lost: 0 });
    }
  },
  90_000,
);

test.skipIf(missing !== undefined)(
  'a server that takes a failed commit for a good one is found out',
  async () => {
    // What fails may be a call that no commit waits for: on a full machine one round in four.
    const plant = ['--plant', 'ack-failed-commit', '--rounds', '4', '--rest-ms', '1500'];
    const { code, verdict } = await prove('fsyncfail', ...small, ...plant);
    expect(code).toBe(1);
    expect(verdict.lost).toBeGreaterThan(0);
  },
  90_000,
);
