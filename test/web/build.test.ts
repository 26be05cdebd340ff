// What is sent at the first visit: small enough, compressed beforehand, and nothing the security policy would refuse.
import { beforeAll, expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { ensureWebBuilt } from './web-server.ts';

const dist = join(import.meta.dir, '../../packages/web/dist');
const budgetBytes = 150_000;
const staticImport = /(?:import|from)\s*["']\.\/([^"']+)["']/g;

beforeAll(ensureWebBuilt, 120_000);

function assets(): readonly string[] {
  const names = readdirSync(join(dist, 'assets')).map((name) => join(dist, 'assets', name));
  return names.filter((name) => !/\.(br|gz)$/.test(name));
}

/** What the page asks for before it can draw: its own references, and what those import at once. */
function firstLoad(): readonly string[] {
  const found = new Set<string>();
  const follow = (text: string, pattern: RegExp): void => {
    for (const [, name = ''] of text.matchAll(pattern)) {
      const file = join(dist, 'assets', name);
      if (found.has(file)) continue;
      found.add(file);
      if (name.endsWith('.js')) follow(readFileSync(file, 'utf8'), staticImport);
    }
  };
  follow(readFileSync(join(dist, 'index.html'), 'utf8'), /(?:src|href)="\/assets\/([^"]+)"/g);
  return [join(dist, 'index.html'), ...found];
}

const gzipped = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);

test('the first load fits the budget; what a tab or another language needs is not in it', () => {
  const files = firstLoad();
  expect(files.length).toBeGreaterThan(2);
  expect(gzipped(files)).toBeLessThan(budgetBytes);
  const later = assets().filter((file) => !files.includes(file));
  for (const tab of ['contacts', 'moments', 'games', 'settings'])
    for (const kind of ['js', 'css'])
      expect(later.some((file) => file.includes(`/${tab}-screen-`) && file.endsWith(kind))).toBe(
        true,
      );
  for (const language of ['ko', 'zh', 'ja'])
    expect(later.some((file) => file.includes(`/${language}-`))).toBe(true);
});

test('every asset worth it lies beside its compressed forms', () => {
  for (const file of assets().filter((name) => statSync(name).size >= 1000)) {
    const plain = readFileSync(file);
    expect(existsSync(`${file}.br`)).toBe(true);
    expect(brotliDecompressSync(readFileSync(`${file}.br`)).equals(plain)).toBe(true);
    expect(gunzipSync(readFileSync(`${file}.gz`)).equals(plain)).toBe(true);
  }
});

test('the page holds no inline script or style', () => {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  expect(page).toContain('<script type="module"');
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
});
