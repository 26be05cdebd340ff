// Serves the bare React list of react-list.tsx, built as for production.
import { join } from 'node:path';

const { outputs } = await Bun.build({
  entrypoints: [join(import.meta.dir, 'react-list.tsx')],
  target: 'browser',
  minify: true,
  define: { 'process.env.NODE_ENV': '"production"' },
});
const script = Bun.gzipSync((await outputs[0]?.text()) ?? '', { level: 9 });
const style =
  'body{margin:0}.messages{position:relative;height:700px;overflow-y:auto}' +
  '.messages ol{position:relative;margin:0;padding:0}.messages li{position:absolute;list-style:none;min-height:44px}';
const page = `<!doctype html><title>list</title><style>${style}</style><div id="root"></div><script type="module" src="/list.js"></script>`;
const server = Bun.serve({
  port: 0,
  fetch: ({ url }) =>
    url.endsWith('/list.js')
      ? new Response(script, {
          headers: { 'content-type': 'text/javascript', 'content-encoding': 'gzip' },
        })
      : new Response(page, { headers: { 'content-type': 'text/html' } }),
});
console.log(`listening ${server.port}`);
