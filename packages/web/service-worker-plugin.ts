import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformWithOxc, type Plugin } from 'vite';

const source = join(import.meta.dirname, 'src/install/service-worker.ts');

/** Writes /service-worker.js with the list of the build's files in it; the page is told the build's name by a meta element. */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const hashed = Object.keys(bundle)
        .filter((name) => name.startsWith('assets/'))
        .map((name) => `/${name}`);
      const icons = readdirSync(join(import.meta.dirname, 'public/icons')).map(
        (name) => `/icons/${name}`,
      );
      const files = ['/', '/favicon.svg', '/manifest.webmanifest', ...icons, ...hashed.sort()];
      const text = readFileSync(source, 'utf8');
      const id = createHash('sha256')
        .update(files.join(' '))
        .update(text)
        .digest('hex')
        .slice(0, 12);
      const { code } = await transformWithOxc(text, source, { lang: 'ts' });
      const names = `const buildId = '${id}', buildFiles = ${JSON.stringify(files)};\n`;
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: names + code });
      const page = bundle['index.html'];
      if (page?.type === 'asset')
        page.source = String(page.source).replace(
          '</title>',
          `</title>\n    <meta name="build" content="${id}" />`,
        );
    },
  };
}
