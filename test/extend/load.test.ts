// What authors of hooks and games rely on: their files find the server's package, their own packages and each other, and
// what is wrong with one is said with file and line. All from source and from a compiled executable.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { makeFolder, type Folder } from '../support/folder.ts';

const folders: Folder[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

const here = import.meta.dir;
let built: Folder;
beforeAll(async () => {
  built = makeFolder();
  const entries = [join(here, 'program.ts'), join(here, 'program.worker.ts')];
  const out = join(built.path, 'program');
  await Bun.$`${process.execPath} build --compile --outfile ${out} ${entries}`.quiet();
});
afterAll(() => built.remove());

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(files);
  folders.push(folder);
  return folder.path;
}

async function load(how: 'source' | 'executable', folder: string): Promise<unknown> {
  const program =
    how === 'source'
      ? [process.execPath, '--no-install', join(here, 'program.ts')]
      : [join(built.path, 'program')];
  const child = Bun.spawn([...program, folder], { cwd: built.path, env: {}, stdout: 'pipe' });
  return JSON.parse(await new Response(child.stdout).text());
}

const good = {
  'one.ts': `
    import { Refusal } from '@hubbub/server';
    import { padded } from 'padding';
    import { type Count, helped } from './help/helper.ts';
    const count: Count = 1;
    export default { thing: padded + helped + count, refusal: new Refusal('no') };`,
  'two.js': `
    const { Refusal } = await import('@hubbub/server');
    export default { thing: 'two', refusal: new Refusal('no') };`,
  'help/helper.ts': `
    import { Refusal } from '@hubbub/server';
    export type Count = number;
    export const helped = Refusal.name;`,
  'node_modules/padding/package.json': '{ "type": "module", "main": "index.js" }',
  'node_modules/padding/index.js': 'export const padded = "padded ";',
  // None of these is loaded by itself.
  '_shared.ts': 'throw new Error("loaded");',
  'one.test.ts': 'throw new Error("loaded");',
  'one.d.ts': 'export {};',
  'notes.md': 'nothing',
};

for (const how of ['source', 'executable'] as const)
  describe(`from ${how}`, () => {
    test('files find the server’s package, their packages and each other, in both threads', async () => {
      const one = { thing: 'padded Refusal1', isOurs: true };
      const two = { thing: 'two', isOurs: true };
      expect(await load(how, folderOf(good))).toEqual({
        inMain: [
          { name: 'one', ...one },
          { name: 'two', ...two },
        ],
        inWorker: [one, two],
      });
    });

    test('the server’s package is the running server’s, whatever lies beside the file', async () => {
      const folder = folderOf({
        ...good,
        'node_modules/@hubbub/server/package.json': '{ "type": "module", "main": "index.js" }',
        'node_modules/@hubbub/server/index.js': 'export class Refusal extends Error {}',
      });
      expect(await load(how, folder)).toMatchObject({ inWorker: [{ isOurs: true }, {}] });
    });

    test.each([
      ['does not compile', 'a.ts:2:9: Unexpected ;', { 'a.ts': '\nlet a = ;' }],
      ['has two mistakes', 'a.ts:1:13: Expected', { 'a.ts': 'const a = b c;\nlet = 1;' }],
      [
        'imports one that does not compile',
        'help/b.ts:3:9: Unexpected ;',
        { 'a.ts': 'import "./help/b.ts";', 'help/b.ts': '\n\nlet a = ;' },
      ],
      ['throws', 'a.ts:3:', { 'a.ts': '\n\nthrow new Error("at load");' }],
      [
        'imports what the server has not',
        "a.ts:2: Export named 'Nope' not found",
        { 'a.ts': "// Nothing\nimport { Nope } from '@hubbub/server';\nconsole.log(Nope);" },
      ],
      [
        'imports a package that is not there',
        "a.ts:3: Cannot find package 'left-pad'",
        { 'a.ts': "\n\nimport pad from 'left-pad';\npad();" },
      ],
      ['exports nothing', 'a.ts: there is no default export; write: export', { 'a.ts': '' }],
      [
        'exports something else',
        'a.ts:2: the default export is no thing; write: export',
        { 'a.ts': '\nexport default 7;' },
      ],
      [
        'has a namesake',
        'a.ts have the same name',
        { 'a.ts': good['two.js'], 'a.js': good['two.js'] },
      ],
      ['is none', 'there is no .ts or .js file in', { 'a.md': '' }],
    ])('a file that %s is named with its line', async (_what, message, files) => {
      const folder = folderOf(files);
      const { error } = (await load(how, folder)) as { error: string };
      expect(error).toStartWith(`--things: `);
      expect(error).toContain(message);
      expect(error).toContain(folder);
      expect(error.split('\n')).toHaveLength(1);
    });

    test('a folder that is not there is named', async () => {
      const { error } = (await load(how, '/nowhere')) as { error: string };
      expect(error).toBe('--things: the folder /nowhere cannot be read.');
    });
  });
