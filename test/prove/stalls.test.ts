// Servers that stand still, have no memory left, or are killed while they bring a database up to date: in short form; and what
// has to be found.
import { expect, test } from 'bun:test';
import { missingForMemory } from '../../prove/memory.ts';
import { missingForShims } from '../../prove/shim.ts';
import { findPython } from '../../prove/python.ts';
import { leaveOut } from '../support/left-out.ts';
import { prove } from './run.ts';

const python = await findPython();
const missing = python === undefined ? 'no python3 to judge them' : missingForShims();
if (missing !== undefined) leaveOut(`proofs of servers that stand still (${missing})`);

const judge = python === undefined ? 'no python3 to judge them' : undefined;
const noMemory = judge ?? missingForMemory();
if (noMemory !== undefined) leaveOut(`proofs of memory (${noMemory})`);

// It takes seconds of standing still to show anything: devices send no more meanwhile than that needs.
const small = '--devices 4 --round-ms 500 --pace-ms 40 --seed 1 --untimed --json'.split(' ');

test.skipIf(missing !== undefined)(
  'a server that stands still says so, loses nothing, and ends when it never goes on',
  async () => {
    const { code, verdict, output } = await prove('stall', '--rounds', '6', ...small);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(verdict).toMatchObject({ proof: 'stall', ok: true, rounds: 6, lost: 0 });
  },
  180_000,
);

test.skipIf(missing !== undefined)(
  'one whose standing still nobody notices is found out',
  async () => {
    const plant = ['--plant', 'no-watchdog', '--rounds', '3'];
    const { code, output } = await prove('stall', ...plant, ...small);
    expect(code).toBe(1);
    expect(output).toContain('"D14"');
  },
  180_000,
);

test.skipIf(noMemory !== undefined)(
  'a server without memory ends, and the next one has what was acknowledged',
  async () => {
    const { code, verdict, output } = await prove('memory', '--rounds', '1', ...small);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(verdict).toMatchObject({ proof: 'memory', ok: true, rounds: 1, lost: 0 });
  },
  180_000,
);

test.skipIf(missing !== undefined)(
  'a migration that is killed goes on by itself, and loses nothing',
  async () => {
    const { code, verdict, output } = await prove('migrate', '--rounds', '1', ...small);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(verdict).toMatchObject({ proof: 'migrate', ok: true, rounds: 1, lost: 0 });
  },
  180_000,
);
