// Files of --hooks that are wrong stop the start with one line.
import { afterEach, expect, test } from 'bun:test';
import { makeFolder, type Folder } from '../support/folder.ts';
import { spawnMain } from '../support/server.ts';

const folders: Folder[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

const hook = (text: string) => `export default { before: { ${text} } };`;

test.each([
  ['bad.ts:1:', 'Unexpected ;', 'const a = ;'],
  [
    'bad.ts:2',
    'there is no hook before.sned, only signUp, connect, send, join, leave',
    `\n${hook('sned() {}')}`,
  ],
  ['bad.ts:1', 'before.send is no function', hook('send: 7')],
  ['bad.ts:1', 'the default export is no object of hooks', 'export default [];'],
  ['bad.ts:1', 'hooks have no limit, only before, after', 'export default { limit: 7 };'],
  ['bad.ts:1', 'limitMs is no number of milliseconds', 'export default { limitMs: "1s" };'],
  ['bad.ts:1', 'onTimeout is neither refuse nor pass', 'export default { onTimeout: "go" };'],
  ['bad.ts:1', 'there is no hook before.disconnect', hook('disconnect() {}')],
  ['bad.ts', 'there is no default export', 'export const hooks = {};'],
])('%s: %s', async (place, message, text) => {
  const folder = makeFolder({ 'bad.ts': text });
  const data = makeFolder();
  folders.push(folder, data);
  const child = spawnMain(['serve', '--port=0', `--data=${data.path}`, `--hooks=${folder.path}`]);
  const error = await new Response(child.stderr).text();
  expect(error.trim().split('\n')).toHaveLength(1);
  expect(error).toStartWith(`--hooks: ${folder.path}/${place}`);
  expect(error).toContain(message);
  expect(await child.exited).toBe(1);
});
