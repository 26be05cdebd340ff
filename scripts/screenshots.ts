// Makes the pictures of the documentation: a real server, four people, a real browser that walks through the screens, wide
// and narrow, light and dark. `bun scripts/screenshots.ts [FOLDER] [--all] [--languages=ko,ja]`; without --all only those that
// are shown somewhere, with it in two languages, and axe is asked on each screen: a rule that is broken ends it with code 1.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import {
  languages,
  languageCodes,
  type LanguageCode,
} from '../packages/web/src/strings/languages.ts';
import { t } from '../packages/web/src/strings.ts';
import { openBrowser } from '../test/support/browser.ts';
import { password } from '../test/support/people.ts';
import { startServer } from '../test/support/server.ts';
import { until } from '../test/support/until.ts';
import { violations } from '../test/web/axe.ts';
import { speakIn } from '../test/web/speaking.ts';
import { tour } from '../test/web/tour.ts';
import { ensureWebBuilt } from '../test/web/web-server.ts';
import { createRoom, makeWorld, say, type Inhabitant } from '../test/web/world.ts';

const args = process.argv.slice(2);
const isAll = args.includes('--all');
const folder = args.find((arg) => !arg.startsWith('-')) ?? join(import.meta.dir, '../docs/images');
const asked = args
  .find((arg) => arg.startsWith('--languages='))
  ?.split('=')[1]
  ?.split(',');
const shownIn = languageCodes.filter((code) =>
  (asked ?? (isAll ? ['en', 'zh'] : ['en'])).includes(code),
);
/** What the documentation shows. */
const shown = new Set([
  'room-1440-light',
  'moments-390-dark',
  'cards-390-light',
  'games-390-light',
]);
const others: Record<string, string> = {
  Design: 'The new icons are in. Have a look before Friday, please.',
  'Reading group': '次の本は『雪国』にしましょうか？',
  Kitchen: 'Soup is ready 🍲',
  'Release 0.1': 'Build 214 is green on all three platforms.',
  'Board games': 'Sunday at six, my place. Bring snacks!',
  Garden: 'Rain at last ☔️',
  'حديقة المدينة': 'موعدنا غدًا في الساعة الخامسة',
  Support: 'Closed: two tickets. Open: none. See https://example.org/tickets',
  'A room with a name that is much longer than there is room for': 'Somebody had to try it.',
};
/** Who says it, and what; the last two are news. */
const talk: readonly (readonly [number, string])[] = [
  [1, 'Morning! Everything ready for tonight?'],
  [0, 'Nearly. The rooms are up, and I wrote the page for new people: https://example.org/welcome'],
  [2, '早上好 ☀️ 我把中文翻译也放上去了，请大家看一下。'],
  [1, '👏👏'],
  [0, 'Lovely, thank you.'],
  [0, 'Two things left:\n1. somebody checks it on a phone\n2. I make the poster'],
  [
    1,
    'I have it on my phone right now. Long lines break where they should, and so does https://example.org/a/very/long/address/that/nobody/ever/types/by/hand?but=everybody&pastes=it',
  ],
  [
    2,
    'Went offline in the tunnel, wrote this, and it was sent when I came out. That is how it should be.',
  ],
  [0, '🎉'],
  [2, 'How many do we expect?'],
  [
    1,
    'Forty have signed up so far, and it is only ten. If it goes on like that we need the big hall, and somebody who brings chairs. I can ask the school; they were kind last time.',
  ],
  [0, 'Please do.'],
  [1, 'They said yes 🙌'],
  [2, '太好了！'],
];

await ensureWebBuilt();
mkdirSync(folder, { recursive: true });
const server = await startServer({ games: 'examples/games', gameThreads: 1 });
const browser = await openBrowser();
const world = await makeWorld(server.url, ['Alice', 'Bob', 'Carol 小明', 'Dora']);
const { alice, bob, carol } = world;
const people = [alice, bob, carol];
await fill();
for (const language of shownIn) {
  await speakIn(language);
  for (const scheme of ['light', 'dark'] as const)
    for (const width of [1440, 390] as const) await walk({ width, scheme, language });
}
world.close();
await browser.close();
await server.stop();

async function fill(): Promise<void> {
  for (const [title, text] of Object.entries(others)) {
    const room = await createRoom(alice, title, [bob, carol]);
    for (let count = 0; count < title.length % 4; count += 1) await say(carol, room, '👍');
    await say(bob, room, text);
  }
  for (const [writer, text] of [
    [bob, 'Lunch?'],
    [carol, '谢谢你！'],
  ] as const) {
    const { conversation } = await writer.client.call('conversation.direct', { user: alice.id });
    await say(writer, conversation?.id ?? '', text);
  }
  for (const [at, text] of talk) await say(people[at] as Inhabitant, world.room, text);
  const read = ['Kitchen', 'Design', 'Release 0.1', 'Garden', 'حديقة المدينة'];
  const { client } = alice;
  await until(() => client.state.inbox().length === 13, { what: 'all conversations' });
  for (const { conversation } of client.state.inbox()) {
    if (!read.includes(conversation.title)) continue;
    await client.call('mark.set', { conversation: conversation.id, read: conversation.seq ?? 0 });
  }
}

interface Look {
  readonly language: LanguageCode;
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

async function walk({ width, scheme, language }: Look): Promise<void> {
  const context = await browser.newContext({
    locale: languages[language].tag,
    viewport: { width, height: width < 720 ? 844 : 900 },
    colorScheme: scheme,
    hasTouch: width < 720,
  });
  const page = await context.newPage();
  // The offer of notifications was answered.
  await page.addInitScript(() =>
    localStorage.setItem('hubbub.notifications', JSON.stringify({ wasAsked: true })),
  );
  const shoot = async (name: string) => {
    const tail = language === 'en' ? '' : `-${language}`;
    const file = `${name.replaceAll(' ', '-')}-${width}-${scheme}${tail}`;
    if (isAll || shown.has(file)) await page.screenshot({ path: join(folder, `${file}.png`) });
    if (!isAll) return;
    for (const rule of await violations(page)) {
      console.error(`${file}: ${rule}`);
      process.exitCode = 1;
    }
  };
  await openRoom(page, width);
  await shoot('room');
  for (const { name, open } of tour) {
    await open(page, { url: server.url, world });
    await shoot(name);
  }
  await context.close();
}

async function openRoom(page: Page, width: number): Promise<void> {
  await page.goto(`${server.url}/c/${world.room}`);
  await page.getByLabel(t('account.username')).fill('alice');
  await page.getByLabel(t('account.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: t('account.logIn') }).click();
  await page.getByText(t('conversation.here', { count: 3 })).waitFor();
  await page.getByText('太好了！').last().waitFor();
  if (width < 720) return;
  await page.getByRole('button', { name: t('conversation.showMembers'), exact: true }).click();
  await page.getByRole('heading', { name: t('members.here') }).waitFor();
  await page.getByRole('textbox').focus();
}
