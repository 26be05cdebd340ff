// The documentation site: the pages of docs/, and the SDK's reference from its docstrings, as a folder of static files in
// site/dist that any web server can serve. `npm run docs -- --open` serves it on this machine while it is written.
//
// What builds it is installed apart from everything else, in site/: whoever runs or tests Hubbub needs none of it.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from './run-step.ts';

const site = join(root, 'site');
const pages = join(site, '.build/docs');
const isOpen = process.argv.includes('--open');

if (!existsSync(join(site, 'node_modules/.package-lock.json'))) await run('npm', 'ci');
gatherPages();
await run('node', tool('typedoc', 'bin/typedoc'), '--logLevel', 'Warn');
await run('node', tool('vitepress', 'bin/vitepress.js'), isOpen ? 'dev' : 'build', '.');

/** Pages are copied, so that links out of docs/ become links to what the site holds. */
function gatherPages(): void {
  rmSync(pages, { recursive: true, force: true });
  mkdirSync(pages, { recursive: true });
  cpSync(join(root, 'docs'), pages, { recursive: true });
  cpSync(join(root, 'ARCHITECTURE.md'), join(pages, 'architecture.md'));
  cpSync(join(root, 'CHANGELOG.md'), join(pages, 'changelog.md'));
  cpSync(join(site, 'index.md'), join(pages, 'index.md'));
  for (const name of readdirSync(pages, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.md')) rewriteLinks(join(pages, name));
}

/** What lies outside docs/ is not on the site; its name alone stays. */
function rewriteLinks(file: string): void {
  const isTop = !file.slice(pages.length + 1).includes('/');
  const text = readFileSync(file, 'utf8')
    .replaceAll(
      /\]\((?:\.\.\/)*ARCHITECTURE\.md/g,
      isTop ? '](architecture.md' : '](../architecture.md',
    )
    .replaceAll(/\]\((?:\.\.\/)*CHANGELOG\.md/g, isTop ? '](changelog.md' : '](../changelog.md')
    .replaceAll(/\]\(docs\//g, '](')
    .replaceAll(
      /\[([^\]]+)\]\(((?:\.\.\/)+(?!docs|architecture|changelog)[^)]*|CONTRIBUTING\.md|LICENSE)\)/g,
      '$1',
    );
  writeFileSync(file, text);
}

function tool(name: string, path: string): string {
  return join(site, 'node_modules', name, path);
}

async function run(...command: string[]): Promise<void> {
  const child = Bun.spawn(command, { cwd: site, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await child.exited;
  if (code !== 0) process.exit(code);
}
