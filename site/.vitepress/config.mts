// The site's frame: which pages there are, in the order in which someone new would read them.
import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'Hubbub',
  description: 'One self-hosted server for everything people do live.',
  srcDir: '.build/docs',
  outDir: 'dist',
  cleanUrls: true,
  lastUpdated: false,
  ignoreDeadLinks: 'localhostLinks',
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Tutorial', link: '/tutorial' },
      { text: 'Protocol', link: '/protocol' },
      { text: 'SDK', link: '/sdk/' },
      { text: 'Operating', link: '/operations' },
    ],
    sidebar: [
      {
        text: 'Begin',
        items: [
          { text: 'Five minutes', link: '/tutorial' },
          { text: 'Words', link: '/glossary' },
          { text: 'Architecture', link: '/architecture' },
        ],
      },
      {
        text: 'What people do',
        items: [
          { text: 'The web app', link: '/web' },
          { text: 'Accounts', link: '/accounts' },
          { text: 'Groups and rooms', link: '/groups' },
          { text: 'Messages', link: '/messages' },
          { text: 'Pictures and files', link: '/attachments' },
          { text: 'Search', link: '/search' },
          { text: 'Moments', link: '/moments' },
          { text: 'Moderation', link: '/moderation' },
          { text: 'Push', link: '/push' },
        ],
      },
      {
        text: 'Build on it',
        items: [
          { text: 'SDK reference', link: '/sdk/' },
          { text: 'Apps and backends', link: '/apps' },
          { text: 'Games', link: '/games' },
          { text: 'Hooks', link: '/hooks' },
          { text: 'Sync', link: '/sync' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Protocol', link: '/protocol' },
          { text: 'Operations', link: '/api' },
          { text: 'Who may call what', link: '/authorization' },
          { text: 'Errors', link: '/errors' },
        ],
      },
      {
        text: 'Run it',
        items: [
          { text: 'Deploying', link: '/deploy' },
          { text: 'Options', link: '/config' },
          { text: 'Commands', link: '/cli' },
          { text: 'Operating', link: '/operations' },
          { text: 'Metrics', link: '/metrics' },
        ],
      },
      {
        text: 'Behind it',
        items: [
          { text: 'Proofs', link: '/proofs' },
          { text: 'Performance', link: '/performance' },
          { text: 'Decisions', link: '/adr/README' },
          { text: 'Changes', link: '/changelog' },
        ],
      },
    ],
    outline: [2, 3],
  },
});
