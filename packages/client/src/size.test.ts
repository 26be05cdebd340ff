// The SDK is loaded by every page: at most 30 kB, compressed, with all it needs. It was 25 before contacts, moments, games,
// passkeys and changing messages were part of it; loading games when they are asked for would give 3 of them back.
import { expect, test } from 'bun:test';
import { join } from 'node:path';

test('the bundle has at most 30 kB gzip, no runtime of protobuf in it, and makes no code of text', async () => {
  const { success, outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, 'index.ts')],
    target: 'browser',
    minify: true,
  });
  expect(success).toBe(true);
  const text = await outputs[0]!.text();
  expect(Bun.gzipSync(text, { level: 9 }).length).toBeLessThan(30_000);
  expect(text).not.toContain('FileDescriptorProto');
  expect(text).not.toMatch(/\bFunction\(|\beval\(/);
});
