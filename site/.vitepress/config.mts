// The site's frame: which pages there are, in the order in which someone new would read them.
import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'Hubbub',
  description: 'One self-hosted server for everything people do live.',
  srcDir: '.build/docs',
  outDir: 'dist',
  cleanUrls: true,
  lastUpdated: false,
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Protocol', link: '/protocol' },
      { text: 'SDK', link: '/sdk/' },
      { text: 'Operating', link: '/operations' },
    ],
    sidebar: [
      {
        text: 'Begin',
        items: [
          { text: 'Words', link: '/glossary' },
          { text: 'Architecture', link: '/architecture' },
        ],
      },
      {
        text: 'Build on it',
        items: [
          { text: 'Protocol', link: '/protocol' },
          { text: 'Operations', link: '/api' },
          { text: 'Errors', link: '/errors' },
          { text: 'Sync', link: '/sync' },
          { text: 'SDK reference', link: '/sdk/' },
        ],
      },
      {
        text: 'Run it',
        items: [
          { text: 'Options', link: '/config' },
          { text: 'Operating', link: '/operations' },
        ],
      },
      {
        text: 'Behind it',
        items: [
          { text: 'Decisions', link: '/adr/README' },
          { text: 'Changes', link: '/changelog' },
        ],
      },
    ],
    outline: [2, 3],
  },
});
