import { expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dir, '../../..');
const rows = [
  ...readFileSync(join(import.meta.dir, 'README.md'), 'utf8').matchAll(
    /^\| (K\d+) \| .+ \| (.+) \|$/gm,
  ),
];

test('the table has each defect once, and what it points to is there', () => {
  expect(rows.map(([, name]) => name)).toEqual(Array.from({ length: 81 }, (_, i) => `K${i + 1}`));
  const paths = rows.flatMap(
    ([, , where]) => where?.match(/(?:packages|test)\/[\w./-]+\.ts/g) ?? [],
  );
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const seeds = rows.flatMap(([, , where]) => where?.match(/\bseeds\/\w+/g) ?? []);
  expect(
    seeds.filter((seed) => !existsSync(join(import.meta.dir, '..', `${seed}.test.ts`))),
  ).toEqual([]);
});

test('every numbered test stands in the table', () => {
  const files = readdirSync(import.meta.dir).filter(
    (name) => name.endsWith('.test.ts') && name !== 'readme.test.ts',
  );
  for (const file of files) {
    const text = readFileSync(join(import.meta.dir, file), 'utf8');
    const titles = [...text.matchAll(/^ *test\('((?:K\d+ )+)/gm)].flatMap(([, names = '']) =>
      names.trim().split(' '),
    );
    const listed = rows
      .filter(([, , where]) => where?.includes(`seeds/${file.replace('.test.ts', '')}`))
      .map(([, name]) => name);
    expect(titles.filter((title) => !listed.includes(title))).toEqual([]);
  }
});
