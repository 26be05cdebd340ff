import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildExe } from './build-exe.mjs';
import { buildWeb } from './build-web.mjs';
import { root, runChild } from './process.mjs';

const timesShown = 20;

/**
 * Runs the tests and ends with two lines: what was left out on this machine, then the count.
 * With --times the slowest files stand above them.
 * Resolves with 0 only if the runner ended well, some test passed and none failed.
 */
export async function runTests(bun, args) {
  const webBuilt = await buildWeb(bun);
  const run = mkdtempSync(join(tmpdir(), 'hubbub-test-'));
  const leftOutFile = join(run, 'left-out');
  writeFileSync(leftOutFile, '');
  try {
    const timesFile = args.includes('--times') ? join(run, 'times.xml') : undefined;
    const reporter = timesFile ? ['--reporter=junit', `--reporter-outfile=${timesFile}`] : [];
    const others = args.filter((one) => one !== '--times');
    const isWhole = others.every((one) => one.startsWith('-'));
    const result = await runBunTest(bun, [...reporter, ...others], {
      HUBBUB_LEFT_OUT_FILE: leftOutFile,
      HUBBUB_TEST_OWNER: String(process.pid),
      ...(isWhole && (await programIn(bun, run))),
    });
    if (timesFile !== undefined && existsSync(timesFile))
      for (const { file, seconds } of slowest(readFileSync(timesFile, 'utf8')))
        console.log(`${seconds.toFixed(1).padStart(7)} s  ${file}`);
    // The tests that need no web app still tell something.
    if (!webBuilt) result.failed++;
    return report(result, leftOutNames(leftOutFile));
  } finally {
    rmSync(run, { recursive: true, force: true });
  }
}

/** All servers of a whole run are what is shipped, which starts in a quarter of the CPU that the source needs. */
async function programIn(bun, folder) {
  const program = join(folder, 'hubbub');
  return (await buildExe(bun, ['--to', program])) === 0 ? { HUBBUB_TEST_PROGRAM: program } : {};
}

async function runBunTest(bun, args, extraEnv) {
  // A process per worker: a test file that kills or exits its process counts as one failure. Files share what a worker has
  // loaded, which spares a second of CPU each: they leave nothing behind. Two for each core, as many tests wait for others.
  const workers = process.env.HUBBUB_TEST_WORKERS ?? Math.min(2 * availableParallelism(), 8);
  const color = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {};
  let output = '';
  // The slowest begin first, so that the end does not wait for one of them.
  const timings = join(root, 'test/timings.json');
  const how = [`--parallel=${workers}`, '--no-isolate', '--timeout=30000', `--timings=${timings}`];
  const code = await runChild(bun, ['test', ...how, ...args], {
    cwd: root,
    env: { ...process.env, ...color, ...extraEnv },
    onOutput(chunk) {
      process.stdout.write(chunk);
      output += chunk;
    },
  });
  return { code, ...countTests(output) };
}

/**
 * Counts from the runner's own summary. Without one the runner died: then the result lines seen so
 * far are counted, and the death itself as a failure.
 */
export function countTests(output) {
  const text = stripVTControlCharacters(output);
  const end = [...text.matchAll(/^Ran \d+ tests? across \d+ files?\./gm)].at(-1);
  if (!end) {
    if (/had no matches$|did not match any test files|^No tests found/m.test(text))
      return { passed: 0, failed: 0, skipped: 0, died: false };
    const seen = (mark) => text.split('\n').filter((line) => line.startsWith(mark)).length;
    return { passed: seen('(pass)'), failed: seen('(fail)'), skipped: seen('(skip)'), died: true };
  }
  const summary = text.slice(0, end.index).split('\n').slice(-12).join('\n');
  const number = (word) =>
    Number([...summary.matchAll(new RegExp(`^ *(\\d+) ${word}$`, 'gm'))].at(-1)?.[1] ?? 0);
  return { passed: number('pass'), failed: number('fail'), skipped: number('skip'), died: false };
}

/** The files that took longest, from the runner's report: its outermost suites. */
export function slowest(report) {
  return [...report.matchAll(/^ {2}<testsuite name="([^"]*)".* time="([\d.]+)"/gm)]
    .map(([, file, seconds]) => ({ file, seconds: Number(seconds) }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, timesShown);
}

function report({ code, passed, failed, skipped, died }, leftOut) {
  const none = passed + failed === 0;
  const unexplained = !none && code !== 0 && failed === 0;
  if (died || unexplained) console.log(`hubbub: the test runner ended with exit code ${code}`);
  if (none && !died) console.log('hubbub: no test ran');
  const allFailed = failed + (died || unexplained ? 1 : 0);
  const names =
    leftOut.length === 0 && skipped > 0 ? [`${skipped} skipped without a name`] : leftOut;
  console.log(names.length === 0 ? '0 left out' : `${names.length} left out: ${names.join(', ')}`);
  console.log(`${passed} passed, ${allFailed} failed`);
  return allFailed > 0 || none || code !== 0 ? 1 : 0;
}

function leftOutNames(file) {
  if (!existsSync(file)) return [];
  const names = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return [...new Set(names)].sort((a, b) => a.localeCompare(b));
}
