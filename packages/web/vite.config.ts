import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './compress.ts';
import { serviceWorker } from './service-worker-plugin.ts';

// `vite` serves the sources and passes calls and the socket on to a server started beside it.
const server = 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), serviceWorker(), compress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // A data: address would be refused for anything but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every visit needs is one file: cut where tabs share something, fourteen small ones come to 7 kB more, compressed.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
  server: {
    proxy: {
      '/v1/socket': { target: server, ws: true },
      '^/hubbub\\.v1\\.': { target: server },
    },
  },
});
