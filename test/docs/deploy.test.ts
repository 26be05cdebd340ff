// The pages about running it name options, files, commands and addresses that exist.
import { expect, test } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settle } from '../../packages/server/src/config.ts';
import { options } from '../../packages/server/src/config/table.ts';
import { fileVariable } from '../../packages/server/src/config/option.ts';

const root = join(import.meta.dir, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = ['docs/deploy.md', 'docs/operations.md'];

const variables = options.flatMap((one) => [one.env, fileVariable(one)]);
/** Of commands, compose and other programs. */
const otherFlags = new Set(
  '--target --to --from --force --json --health --help --read-only --tmpfs --cap-drop --stop-timeout --name --scale --system --home-dir --shell --now --app --for --without-media --delete'.split(
    ' ',
  ),
);

for (const page of pages)
  test(`${page} names options, files and headings that exist`, () => {
    const text = read(page);
    for (const [name] of text.matchAll(/\bHUBBUB_[A-Z_]+\b/g))
      if (name !== 'HUBBUB_DOMAIN') expect([name, variables.includes(name)]).toEqual([name, true]);
    for (const [, flag = ''] of text.matchAll(/(?<![\w-])(--[a-z][a-z-]+)/g))
      if (!otherFlags.has(flag))
        expect([flag, options.some((one) => one.flag === flag)]).toEqual([flag, true]);
    for (const [, path = ''] of text.matchAll(/`((?:deploy|test)\/[\w./-]+)`/g))
      expect([path, existsSync(join(root, path))]).toEqual([path, true]);
    for (const [, file = page, heading = ''] of text.matchAll(/\]\(([\w.]+\.md)?#([\w-]+)\)/g)) {
      const target = file === page ? text : read(`docs/${file}`);
      const headings = [...target.matchAll(/^#+ (.+)$/gm)].map(([, one = '']) =>
        one
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
      expect([heading, headings.includes(heading)]).toEqual([heading, true]);
    }
  });

test('what is to be pasted is what was tried', () => {
  const page = read('docs/deploy.md');
  const blocks = (kind: string) =>
    [...page.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
      ([, one = '']) => one,
    );
  const nginx = read('deploy/nginx/hubbub.conf');
  for (const line of blocks('nginx').join('').split('\n')) expect(nginx).toContain(line.trimEnd());
  const caddy = read('deploy/caddy/Caddyfile');
  for (const block of blocks('caddy')) expect(caddy).toContain(block);
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-docs-'));
  const file = join(folder, 'cert.pem');
  writeFileSync(file, '', { mode: 0o600 });
  for (const [i, block] of blocks('toml').entries()) {
    const settings = join(folder, `${i}.toml`);
    writeFileSync(settings, block.replaceAll(/"\/etc\/hubbub\/tls[^"]*"/g, `"${file}"`));
    expect(settle(['--config', settings], {}).problems).toEqual([]);
  }
  rmSync(folder, { recursive: true });
  expect(blocks('nginx').length + blocks('caddy').length + blocks('toml').length).toBe(3);
});
