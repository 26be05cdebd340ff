// Who judges the judge: histories written by hand, each broken in one way that the checker has to name, and good ones that it
// has to let pass.
import { expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../prove/python.ts';
import { leaveOut } from '../support/left-out.ts';

const folder = join(import.meta.dir, 'histories');
const files = [...new Bun.Glob('*/*.jsonl').scanSync(folder)].toSorted();
const python = await findPython();
if (python === undefined) leaveOut('the checker of proofs (no python3)');

interface Judged {
  readonly file: string;
  readonly breaks: readonly string[][];
}

test.skipIf(python === undefined)('every broken history is named, every good one passes', () => {
  const found = new Map(judge(files).map(({ file, breaks }) => [file, breaks]));
  for (const file of files) {
    const [first = ''] = readFileSync(join(folder, file), 'utf8').split('\n');
    const { breaks } = JSON.parse(first) as Judged;
    expect({ file, breaks: found.get(file) }).toEqual({ file, breaks: breaks.toSorted(byText) });
    expect(breaks.length > 0).toBe(file.startsWith('broken/'));
  }
});

test('each invariant is broken by at least two of them, and some are good', () => {
  const broken = files.filter((file) => file.startsWith('broken/'));
  for (let invariant = 1; invariant <= 10; invariant += 1)
    expect(broken.filter((file) => file.includes(`/I${invariant}-`)).length).toBeGreaterThan(1);
  expect(broken.length).toBeGreaterThanOrEqual(30);
  expect(files.length - broken.length).toBeGreaterThan(5);
});

test.skipIf(python === undefined)('what cannot be read is no verdict', () => {
  const place = mkdtempSync(join(tmpdir(), 'hubbub-prove-'));
  const log = join(place, 'log.jsonl');
  const checker = join(import.meta.dir, '../../prove/checker');
  for (const line of ['{"kind":"rumour"}', '{', '{"kind":"ok","t":1,"device":"a","call":1}']) {
    writeFileSync(log, `${line}\n`);
    const { exitCode, stdout, stderr } = Bun.spawnSync([python ?? '', '-B', checker, log]);
    expect({ exitCode, said: stdout.toString() }).toEqual({ exitCode: 2, said: '' });
    expect(stderr.toString()).toContain('line 1');
  }
  rmSync(place, { recursive: true });
});

function judge(names: readonly string[]): readonly Judged[] {
  const script = join(import.meta.dir, 'histories.py');
  const run = Bun.spawnSync([python ?? '', '-B', script, ...names], { cwd: folder });
  expect(run.stderr.toString()).toBe('');
  const lines = run.stdout.toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Judged);
}

function byText(a: readonly string[], b: readonly string[]): number {
  return a.join() < b.join() ? -1 : 1;
}
