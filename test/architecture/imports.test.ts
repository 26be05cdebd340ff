import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sources, type Source } from './sources.ts';

interface Row {
  readonly place: string;
  readonly may: readonly string[];
}

const code = [...sources('packages'), ...sources('prove'), ...sources('fuzz')].filter(
  (source) => !source.path.includes('.test.'),
);

describe('imports', () => {
  test('every file imports only what ARCHITECTURE.md allows', () => {
    const rows = table();
    expect(rows.length).toBeGreaterThan(10);
    expect(code.flatMap((source) => forbidden(source, rows))).toEqual([]);
  });

  test('there is no cycle', () => {
    expect(cycles(code)).toEqual([]);
  });

  test('the checks see what they are for', () => {
    const planted: Source = {
      path: 'packages/server/src/gateway/hub.ts',
      text: '',
      imports: ['packages/server/src/api/http.ts'],
    };
    expect(forbidden(planted, table())).toHaveLength(1);
    const judge = { ...planted, path: 'prove/device.ts' };
    expect(forbidden(judge, table())).toHaveLength(1);
    const a: Source = { path: 'a.ts', text: '', imports: ['b.ts'] };
    const b: Source = { path: 'b.ts', text: '', imports: ['a.ts'] };
    expect(cycles([a, b])).toHaveLength(1);
  });
});

test('proofs use no package but what the runtime brings', () => {
  const foreign = sources('prove').filter(({ text }) =>
    /\b(?:from|import)\s*\(?\s*['"](?!\.|node:|bun['":])/.test(text),
  );
  expect(foreign.map(({ path }) => path)).toEqual([]);
});

describe('habits', () => {
  test('the environment is read in config.ts only', () => {
    const readers = code.filter(
      (source) => source.path.startsWith('packages/server') && /process\.env/.test(source.text),
    );
    expect(readers.map((source) => source.path)).toEqual(['packages/server/src/config.ts']);
  });

  test('no file is longer than 400 lines', () => {
    const long = [...code, ...sources('test'), ...sources('bench'), ...sources('scripts')]
      .filter((source) => source.text.split('\n').length > 401)
      .map((source) => source.path);
    expect(long).toEqual([]);
  });

  test('randomness of ids and tokens comes from the system', () => {
    const weak = code.filter(
      (source) => source.path.startsWith('packages/server') && source.text.includes('Math.random'),
    );
    expect(weak.map((source) => source.path)).toEqual([]);
  });
});

test('every file named in ARCHITECTURE.md exists', async () => {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const named = [...text.matchAll(/`((?:packages|test|docs|scripts|bench)\/[\w./-]+\.\w+)`/g)].map(
    ([, path]) => path ?? '',
  );
  expect(named.length).toBeGreaterThan(8);
  const missing = [];
  for (const path of named) if (!(await Bun.file(join(root, path)).exists())) missing.push(path);
  expect(missing).toEqual([]);
});

/** The import table, most special place first. */
function table(): readonly Row[] {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const section = text.slice(text.indexOf('## Who may import what'));
  const rows: Row[] = [];
  for (const [, left, right] of section.matchAll(/^\| (`[^|]+) \| ([^|]+) \|$/gm)) {
    const may = names(right ?? '');
    for (const place of names(left ?? ''))
      rows.push({ place: place, may: expand(place, may, right ?? '') });
  }
  return rows.toSorted((a, b) => b.place.length - a.place.length);
}

function names(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
}

function expand(place: string, may: readonly string[], cell: string): readonly string[] {
  if (cell.includes('everything in the server')) return ['server', 'protocol'];
  const inServer = place.startsWith('server/');
  return may.map((name) =>
    !inServer || name === 'protocol' || name === 'client' ? name : `server/${name}`,
  );
}

/** 'packages/server/src/gateway/hub.ts' is 'server/gateway/hub.ts'. */
function short(path: string): string {
  return path.replace(/^packages\/(\w+)\/(src\/)?/, '$1/');
}

function inside(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

function forbidden(source: Source, rows: readonly Row[]): readonly string[] {
  const from = short(source.path);
  const row = rows.find(({ place }) => inside(from, place));
  if (!row) return [`${source.path} has no row in the import table`];
  return source.imports
    .map((path) => short(path))
    .filter((path) => !inside(path, row.place) && !row.may.some((place) => inside(path, place)))
    .map((path) => `${from} imports ${path}`);
}

function cycles(all: readonly Source[]): readonly string[] {
  const edges = new Map(all.map((source) => [source.path, source.imports]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  for (const { path } of all) visit(path, []);
  return found;

  function visit(path: string, trail: readonly string[]): void {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, 'done');
  }
}
