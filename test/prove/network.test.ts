// The proofs of bad networks and of those who come and go, in their short form: what takes long is told and not judged here.
import { expect, test } from 'bun:test';
import { missingNetwork } from '../../prove/network.ts';
import { findPython } from '../../prove/python.ts';
import { leaveOut } from '../support/left-out.ts';
import { prove } from './run.ts';

const python = await findPython();
if (python === undefined) leaveOut('proofs on bad networks (no python3 to judge them)');

const alone = python === undefined ? 'no python3 to judge it' : missingNetwork();
if (alone !== undefined) leaveOut(`the proof of lost packets (${alone})`);

const small =
  '--rounds 2 --devices 12 --round-ms 1000 --pace-ms 50 --seed 7 --untimed --json'.split(' ');
/** What strikes here takes seconds: devices send no more meanwhile than shows that others are served. */
const few = '--rounds 1 --round-ms 300 --pace-ms 50 --untimed --json'.split(' ');
const nothing = { ok: true, lost: 0, doubled: 0, reordered: 0, gaps: 0, leaked: 0, invented: 0 };

const it = test.skipIf(python === undefined);

it('a network that delays, forgets and cuts costs nothing that was said', async () => {
  const { code, verdict, output } = await prove('badnet', ...small);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(verdict).toMatchObject({ proof: 'badnet', rounds: 2, ...nothing });
  // It was bad enough for some to be left without an answer.
  expect(verdict.unknown).toBeGreaterThan(0);
}, 90_000);

test.skipIf(alone !== undefined)(
  'packets that the kernel loses cost nothing that was said',
  async () => {
    const { code, verdict, output } = await prove('loss', ...small);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(verdict).toMatchObject({ proof: 'loss', rounds: 2, ...nothing });
  },
  90_000,
);

it('all devices come back at once, and hold what the server holds', async () => {
  const { code, verdict, output } = await prove('storm', ...small);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(verdict).toMatchObject({ proof: 'storm', rounds: 2, ...nothing });
  expect(verdict.unknown).toBeGreaterThan(0);
}, 90_000);

it('who is removed hears nothing after its removal, and one that does is found out', async () => {
  const { code, verdict, output } = await prove('churn', ...small);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(verdict).toMatchObject({ proof: 'churn', rounds: 2, ...nothing });
  const planted = await prove(
    ...['churn', '--rest-ms', '2000', '--plant', 'late-unsubscribe'].concat(small),
  );
  expect(planted.code).toBe(1);
  expect(planted.verdict.leaked).toBeGreaterThan(0);
}, 120_000);

it('who vanishes without a word is dropped, is told to be away, and leaves nothing', async () => {
  const crowd = ['--devices', '4', '--peers', '120'];
  const { code, verdict, output } = await prove('deadpeer', ...few, ...crowd);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(verdict).toMatchObject({ proof: 'deadpeer', ...nothing });
}, 90_000);

it('who stops reading is closed as slow, and gets everything when it comes back', async () => {
  const crowd = ['--devices', '6', '--peers', '6'];
  const { code, verdict, output } = await prove('slow', ...few, ...crowd);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(verdict).toMatchObject({ proof: 'slow', ...nothing });
}, 120_000);

it('who never comes to the point is cut, over HTTP and gRPC, and others get in', async () => {
  const crowd = ['--devices', '4', '--peers', '24'];
  const { code, verdict, output } = await prove('handshake', ...few, ...crowd);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(verdict).toMatchObject({ proof: 'handshake', ...nothing });
}, 120_000);
