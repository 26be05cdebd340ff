// Every page is led to, and what pages lead to is there: the site's sidebar, the list of decisions, links, files that are named.
import { expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dir, '../..');
const own = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md'];
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pagesIn = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

test('the sidebar of the site leads to every page of docs/, and to each once', () => {
  const [, sidebar = ''] = read('site/.vitepress/config.mts').split('sidebar:');
  const links = [...sidebar.matchAll(/link: '\/([\w-]+)'/g)].map(([, name]) => `docs/${name}.md`);
  // From elsewhere, put beside them by scripts/site.ts.
  const added = ['docs/architecture.md', 'docs/changelog.md'];
  expect(links.toSorted()).toEqual([...pagesIn('docs'), ...added].toSorted());
});

test('the list of decisions has each of them, in order, by its own title', () => {
  const rows = pagesIn('docs/adr')
    .filter((path) => /\/\d{4}-/.test(path))
    .toSorted()
    .map((path) => {
      const [, number = '', title = ''] = /^# (\d+)\. (.+)$/m.exec(read(path)) ?? [];
      return `| [${number}](${path.split('/').at(-1) ?? ''}) | ${title} |`;
    });
  const [, list = ''] = read('docs/adr/README.md').split('|---|---|\n');
  expect(list.trimEnd().split('\n')).toEqual(rows);
});

test('the table of heavier proofs has all that HUBBUB_FULL makes heavier', () => {
  const heavier = [...new Bun.Glob('test/**/*.test.ts').scanSync(root)].filter((path) =>
    /\bruns\(|env\['HUBBUB_FULL'\]/.test(read(path)),
  );
  const rows = [...read('CONTRIBUTING.md').matchAll(/^\| `(test\/\S+)` \|/gm)].map(
    ([, path]) => path,
  );
  expect(new Set(rows)).toEqual(new Set(heavier));
  expect(rows.length).toBe(heavier.length);
});

test('files that pages name exist', () => {
  const named = [...own, ...pagesIn('docs'), ...pagesIn('docs/adr')].flatMap((page) =>
    [
      ...read(page).matchAll(/`((?:bench|deploy|examples|packages|scripts|site|test)\/[\w./-]+)`/g),
    ].map(([, path = '']) => ({ page, path })),
  );
  // Its table is of the web app.
  const example = 'examples/chat-app/README.md';
  for (const [, path = ''] of read(example).matchAll(/`([\w-]+\/[\w-]+\.tsx?)`/g))
    named.push({ page: example, path: `packages/web/src/${path}` });
  expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  expect(named.length).toBeGreaterThan(80);
});

test('links between pages lead to pages and headings that exist', () => {
  const dead: string[] = [];
  let count = 0;
  for (const page of [...own, ...pagesIn('docs'), ...pagesIn('docs/adr')])
    for (const [, link = ''] of prose(read(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      count += 1;
      const [path = '', heading] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) dead.push(`${page}: ${link}`);
      else if (heading !== undefined && !headings(read(target)).includes(heading))
        dead.push(`${page}: ${link}`);
    }
  expect(dead).toEqual([]);
  expect(count).toBeGreaterThan(100);
});

/** Without code, in which a link is none. */
function prose(text: string): string {
  return text.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, one = '']) =>
    one
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}
