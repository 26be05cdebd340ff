// Faults that are planted into the server's process from outside, by a file that is loaded before it. The product has no switch
// for them. Each names the proof that it must turn red, and how it has to be found: a count of the verdict, or an id.
import { join } from 'node:path';

export interface Plant {
  readonly name: string;
  /** The proof that finds it, and what it is given besides. */
  readonly proof: string;
  readonly with?: readonly string[];
  readonly found: string;
}

export const plants: readonly Plant[] = [
  { name: 'ack-before-commit', proof: 'crash', found: 'lost' },
  { name: 'no-member-check', proof: 'crash', found: 'leaked' },
  { name: 'forget-keys', proof: 'retry', with: ['--round-ms', '2000'], found: 'doubled' },
  { name: 'sync-normal', proof: 'powerloss', found: 'lost' },
  { name: 'sync-off', proof: 'powerloss', found: 'lost' },
  { name: 'ack-failed-commit', proof: 'fsyncfail', found: 'lost' },
  { name: 'end-when-full', proof: 'diskfull', found: 'D4' },
  { name: 'copy-of-the-file', proof: 'backup', found: 'lost' },
  { name: 'no-sums', proof: 'bitrot', with: ['--rounds', '24'], found: 'D5' },
  { name: 'no-check', proof: 'bitrot', with: ['--rounds', '60'], found: 'D5' },
  { name: 'wall-clock', proof: 'clock', found: 'D7' },
  { name: 'end-after-pause', proof: 'freeze', with: ['--round-ms', '2000'], found: 'D8' },
  { name: 'no-watchdog', proof: 'stall', with: ['--round-ms', '2000'], found: 'D14' },
  { name: 'blame-the-others', proof: 'stall', with: ['--round-ms', '2000'], found: 'D14' },
  { name: 'sync-in-the-loop', proof: 'stall', with: ['--round-ms', '2000'], found: 'D14' },
  {
    name: 'half-alive',
    proof: 'memory',
    with: ['--round-ms', '1000', '--rounds', '1'],
    found: 'D13',
  },
  { name: 'half-migration', proof: 'migrate', with: ['--round-ms', '1000'], found: 'D12' },
  { name: 'forged-base', proof: 'badnet', with: ['--round-ms', '2000'], found: 'gaps' },
  {
    name: 'no-heartbeat',
    proof: 'deadpeer',
    with: ['--round-ms', '100', '--devices', '6', '--rounds', '1'],
    found: 'N2',
  },
  {
    name: 'no-slow-cut',
    proof: 'slow',
    with: ['--untimed', '--devices', '6', '--peers', '6', '--round-ms', '500', '--rounds', '1'],
    found: 'N3',
  },
  {
    name: 'no-arrival-limit',
    proof: 'handshake',
    with: ['--devices', '6', '--peers', '24', '--round-ms', '500', '--rounds', '1'],
    found: 'N4',
  },
  { name: 'late-unsubscribe', proof: 'churn', with: ['--round-ms', '1000'], found: 'leaked' },
  { name: 'global-cursor', proof: 'latecommit', with: ['--round-ms', '2000'], found: 'D11' },
  { name: 'no-gap-repair', proof: 'bus', with: ['--round-ms', '2000'], found: 'gaps' },
  {
    name: 'owner-for-ever',
    proof: 'takeover',
    with: ['--round-ms', '500', '--devices', '6'],
    found: 'M6',
  },
  { name: 'node-counter', proof: 'cluster', with: ['--round-ms', '2000'], found: 'gaps' },
  {
    name: 'ready-without-database',
    proof: 'partition',
    with: ['--round-ms', '7000', '--devices', '8'],
    found: 'M2',
  },
  {
    name: 'commit-afterwards',
    proof: 'partition',
    with: ['--round-ms', '7000', '--devices', '8'],
    found: 'lost',
  },
];

/** The file to be loaded before the server. */
export function fileOf({ name }: Plant): string {
  return join(import.meta.dir, 'plants', `${name}.ts`);
}
