// The proofs in their short form, and the faults that are planted into the server, each of which has to turn them red.
import { expect, test } from 'bun:test';
import { findPython } from '../../prove/python.ts';
import { leaveOut } from '../support/left-out.ts';
import { main, prove } from './run.ts';

const python = await findPython();
if (python === undefined) leaveOut('proofs under load (no python3 to judge them)');

/** A kill between two messages finds nothing planted. */
const patient = ['--rounds', '4', '--rest-ms', '2000'];
const small = ['--rounds', '2', '--devices', '12', '--round-ms', '1200', '--json'];

test.skipIf(python === undefined)(
  'two kills under load lose, double, reorder and leak nothing',
  async () => {
    const { code, verdict, output } = await prove('retry', '--seed', '7', ...small);
    expect({ code, output }).toMatchObject({ code: 0 });
    const found = { lost: 0, doubled: 0, reordered: 0, gaps: 0, leaked: 0, invented: 0 };
    expect(verdict).toMatchObject({ proof: 'retry', ok: true, rounds: 2, seed: 7, ...found });
    // It was under load, and somebody tried to look in.
    expect(verdict.acked).toBeGreaterThan(20);
    expect(verdict.refused).toBeGreaterThan(0);
  },
  90_000,
);

test.skipIf(python === undefined)(
  'a server that answers before the commit, and asks nobody who is a member, is found out',
  async () => {
    const plants = ['--plant', 'ack-before-commit', '--plant', 'no-member-check'];
    const { code, verdict } = await prove('crash', ...plants, ...small, ...patient);
    expect(code).toBe(1);
    expect(verdict.ok).toBe(false);
    expect(verdict.lost + verdict.invented).toBeGreaterThan(0);
    expect(verdict.leaked).toBeGreaterThan(0);
  },
  90_000,
);

test('what is no proof, plant or number is said to be none', async () => {
  for (const [args, said] of [
    [['hope'], 'no proof "hope"; there are: crash, '],
    [['crash', '--plant', 'weeds'], 'no plant "weeds"; there are: '],
    [['crash', '--rounds', 'many'], '--rounds is a number from 0'],
  ] as const) {
    const { exited, stderr } = Bun.spawn([process.execPath, main, ...args], { stderr: 'pipe' });
    expect(await new Response(stderr).text()).toContain(said);
    expect(await exited).toBe(2);
  }
});
