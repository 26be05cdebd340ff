import { describe, expect, test } from 'bun:test';
import { coveredBy, stampCovers } from '../../bin/install.mjs';
import { countTests, slowest } from '../../bin/test.mjs';

describe('counting tests', () => {
  test('reads the last summary, not what tests print', () => {
    const output =
      ' 9 pass\n 9 fail\nRan 18 tests across 1 file. [1ms]\n(pass) a\n\n 2 pass\n 1 skip\n 0 fail\n 5 expect() calls\nRan 3 tests across 2 files. [9.00ms]\n';
    expect(countTests(output)).toEqual({ passed: 2, failed: 0, skipped: 1, died: false });
  });

  test('a runner that died is not green', () => {
    expect(countTests('(pass) a\n(fail) b\n')).toMatchObject({ passed: 1, failed: 1, died: true });
  });

  test('colours do not matter', () => {
    const output = '\u001b[32m 3 pass\u001b[0m\n 0 fail\nRan 3 tests across 1 file. [1ms]\n';
    expect(countTests(output)).toMatchObject({ passed: 3, failed: 0, died: false });
  });
});

test('the slowest files come first, without what is in them', () => {
  const report = `<testsuites name="bun test" time="9.9">
  <testsuite name="a.test.ts" file="a.test.ts" tests="1" time="1.5" hostname="h">
    <testsuite name="inner" file="a.test.ts" tests="1" time="99" hostname="h">
  <testsuite name="b.test.ts" file="b.test.ts" tests="1" time="2.25" hostname="h">`;
  expect(slowest(report)).toEqual([
    { file: 'b.test.ts', seconds: 2.25 },
    { file: 'a.test.ts', seconds: 1.5 },
  ]);
});

describe('what is installed', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', dev: true },
      'node_modules/c': { version: '3.0.0', optional: true },
    },
  };

  test('development packages count only when they are wanted', () => {
    const installed = { packages: { 'node_modules/a': { version: '1.0.0' } } };
    expect(coveredBy(lock, installed, false)).toBe(true);
    expect(coveredBy(lock, installed, true)).toBe(false);
  });

  test('another version does not do', () => {
    const installed = { packages: { 'node_modules/a': { version: '1.0.1' } } };
    expect(coveredBy(lock, installed, false)).toBe(false);
  });

  test('a stamp with development packages serves without them too', () => {
    expect(stampCovers({ lock: 'x', dev: true }, { lock: 'x', dev: false })).toBe(true);
    expect(stampCovers({ lock: 'x', dev: false }, { lock: 'x', dev: true })).toBe(false);
    expect(stampCovers({ lock: 'y', dev: true }, { lock: 'x', dev: false })).toBe(false);
  });
});
