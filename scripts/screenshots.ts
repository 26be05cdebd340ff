// Makes the pictures of the README: a real server, three people, a real browser. `bun scripts/screenshots.ts [FOLDER]`
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { Client } from '@hubbub/client';
import { Conversation_Kind } from '@hubbub/protocol';
import { openBrowser } from '../test/support/browser.ts';
import { startServer } from '../test/support/server.ts';
import { until } from '../test/support/until.ts';
import { ensureWebBuilt } from '../test/web/web-server.ts';

const password = 'a picture of a room';
const folder = process.argv[2] ?? join(import.meta.dir, '../docs/images');
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
const server = await startServer();
const browser = await openBrowser();
const names = ['Alice', 'Bob', 'Charlie 小明'];
const people = await Promise.all(names.map((name) => enter(name)));
const [alice, bob, charlie] = people as [Client, Client, Client];
const launch = await fill();
await shoot(browser, { file: 'room.png', width: 1440, height: 900, scheme: 'light' });
await shoot(browser, { file: 'phone.png', width: 390, height: 844, scheme: 'dark' });
for (const person of people) person.close();
await browser.close();
await server.stop();

async function enter(displayName: string): Promise<Client> {
  const client = new Client({ url: server.url });
  const username = displayName.split(' ')[0] ?? '';
  await client.signUp({ username: username.toLowerCase(), password, displayName });
  await client.connect();
  return client;
}

/** @returns the room that is shown */
async function fill(): Promise<string> {
  for (const [title, text] of Object.entries(others)) {
    const room = await createRoom(title);
    for (let count = 0; count < title.length % 4; count += 1) await say(charlie, room, '👍');
    await say(bob, room, text);
  }
  for (const [writer, text] of [
    [bob, 'Lunch?'],
    [charlie, '谢谢你！'],
  ] as const) {
    const user = alice.user?.id ?? '';
    const { conversation } = await writer.call('conversation.direct', { user });
    await say(writer, conversation?.id ?? '', text);
  }
  const room = await createRoom('Launch day');
  for (const [at, text] of talk) await say(people[at] as Client, room, text);
  const read = ['Kitchen', 'Design', 'Release 0.1', 'Garden', 'حديقة المدينة'];
  await until(() => alice.state.inbox().length === 12, { what: 'all conversations' });
  for (const { conversation } of alice.state.inbox()) {
    if (!read.includes(conversation.title)) continue;
    await alice.call('mark.set', { conversation: conversation.id, read: conversation.seq ?? 0 });
  }
  return room;
}

async function createRoom(title: string): Promise<string> {
  const args = { kind: Conversation_Kind.ROOM, title };
  const { conversation } = await alice.call('conversation.create', args);
  const room = conversation?.id ?? '';
  for (const person of [bob, charlie])
    await person.call('conversation.join', { conversation: room });
  return room;
}

async function say(client: Client, room: string, text: string): Promise<void> {
  client.send(room, text);
  await until(() => client.state.conversation(room)?.pending.length === 0, { what: text });
}

interface Shot {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

async function shoot(from: Browser, { file, width, height, scheme }: Shot): Promise<void> {
  const context = await from.newContext({
    locale: 'en-GB',
    viewport: { width, height },
    colorScheme: scheme,
    hasTouch: width < 720,
  });
  const page = await context.newPage();
  await page.goto(`${server.url}/c/${launch}`);
  await page.getByLabel('Username').fill('alice');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('3 here now').waitFor();
  await page.getByText('太好了！').last().waitFor();
  if (width > 1000) {
    await page.getByRole('button', { name: 'Members', exact: true }).click();
    await page.getByRole('heading', { name: /Here now/ }).waitFor();
    await page.getByLabel('Message to').focus();
  }
  await page.screenshot({ path: join(folder, file) });
  await context.close();
}
