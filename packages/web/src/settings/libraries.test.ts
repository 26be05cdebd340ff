import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraries } from './libraries.ts';

const root = join(import.meta.dir, '../../../..');

interface Package {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function read(folder: string): Package {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Package;
}

/** Builds the page and is not part of it. */
const tools = ['vite', '@vitejs/plugin-react'];

test('every library of the page is named with its licence', () => {
  const names = ['web', 'client', 'protocol']
    .flatMap((name) => Object.keys(read(`packages/${name}`).dependencies ?? {}))
    .filter((name) => !name.startsWith('@hubbub/') && !tools.includes(name));
  const found = [...new Set(names)].map((name) => [name, licenceOf(name)] as const);
  expect(libraries).toEqual(Object.fromEntries(found));
});

function licenceOf(name: string): string {
  return (read(`node_modules/${name}`).license ?? '').replace(/^\((.*)\)$/, '$1');
}
