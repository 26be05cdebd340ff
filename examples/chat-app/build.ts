// Builds the page into a folder that `hubbub serve --web FOLDER` can serve.
//   bun examples/chat-app/build.ts FOLDER
import { cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [folder = './my-chat'] = process.argv.slice(2);
const page = join(import.meta.dir, 'page');
const outdir = resolve(folder);
mkdirSync(outdir, { recursive: true });
await Bun.build({
  entrypoints: [join(page, 'main.ts')],
  outdir,
  target: 'browser',
  minify: true,
  throw: true,
});
for (const file of ['index.html', 'style.css']) cpSync(join(page, file), join(outdir, file));
console.log(outdir);
