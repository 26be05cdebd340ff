// What is sent at the first visit: small enough, compressed beforehand, and nothing the security policy would refuse.
import { beforeAll, expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { ensureWebBuilt } from './web-server.ts';

const dist = join(import.meta.dir, '../../packages/web/dist');
const budgetBytes = 150_000;

beforeAll(ensureWebBuilt, 120_000);

function assets(): readonly string[] {
  const names = readdirSync(join(dist, 'assets')).map((name) => join(dist, 'assets', name));
  return names.filter((name) => !/\.(br|gz)$/.test(name));
}

test('the first load fits the budget', () => {
  const files = [join(dist, 'index.html'), ...assets()];
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  expect(files.length).toBeGreaterThan(2);
  expect(bytes).toBeLessThan(budgetBytes);
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
