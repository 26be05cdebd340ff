// The settings, told by what people see and press: one server, one browser. The server's clock can be moved, so that a
// login is not fresh any more.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { gunzipSync } from 'node:zlib';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import { openBrowser } from '../support/browser.ts';
import { openMailbox, type Mailbox } from '../support/mailbox.ts';
import { signUp as signUpOverHttp } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  createRoom,
  expectNoFaults,
  joinRoom,
  logIn,
  newPerson,
  password,
  say,
  signUp,
  type Person,
} from './people.ts';
import { pictureFile } from './picture.ts';
import { until } from './until-slow.ts';
import { ensureWebBuilt } from './web-server.ts';

setDefaultTimeout(180_000);

let server: TestServer;
let browser: Browser;
let mailbox: Mailbox;
let lateMs = 0;

beforeAll(async () => {
  await ensureWebBuilt();
  mailbox = await openMailbox();
  const options = { guests: true, smtp: mailbox.url, mailFrom: 'Hubbub <hubbub@example.com>' };
  [server, browser] = await Promise.all([
    startServer(options, { clock: { ...systemClock, now: () => Date.now() + lateMs } }),
    openBrowser(),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await mailbox?.close();
});

async function open(page: Page, section: string): Promise<void> {
  await page.goto(`${server.url}/settings/${section}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

async function meet(username: string): Promise<Person> {
  const person = await newPerson(browser);
  await signUp(person, server.url, username);
  return person;
}

/** The same user in another browser. */
async function again(username: string): Promise<Person> {
  const person = await newPerson(browser);
  await logIn(person, server.url, username);
  return person;
}

const isFocused = (page: Page, label: string) =>
  page.getByLabel(label, { exact: true }).evaluate((input) => input === document.activeElement);

/** What is read with a field besides its label. */
const describedBy = (page: Page, label: string) =>
  page.getByLabel(label, { exact: true }).evaluate((input) =>
    (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' '),
  );

test('picture, name and words about oneself are seen by others, and at once in the other page', async () => {
  const [alice, bob] = await Promise.all([meet('alice'), meet('bob')]);
  await createRoom(alice.page, 'lobby');
  await joinRoom(bob.page, 'lobby');
  await say(alice.page, 'hello');
  await bob.page.locator('.messages').getByText('hello').waitFor();
  const second = await alice.context.newPage();
  await second.goto(server.url);
  await second.getByRole('button', { name: /^alice/ }).waitFor();

  const { page } = alice;
  await open(page, 'profile');
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a picture' }).click();
  await (await chosen).setFiles(pictureFile('me.png', [200, 40, 60]));
  await page.getByLabel('Zoom').fill('2');
  await page.getByRole('application').press('ArrowLeft');
  const uploaded = page.waitForRequest((request) => request.url().endsWith('/v1/media'));
  await page.getByRole('button', { name: 'Use this picture' }).click();
  // What leaves the browser is the square, not what was chosen.
  expect(await (await uploaded).headerValue('content-type')).toBe('image/webp');
  const own = page.locator('.picture-row img');
  await own.waitFor();
  expect(
    await own.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
  ).toBe(512);
  await second.locator('.account-button img').waitFor();

  await page.getByLabel('Name shown to others').fill('Alice A.');
  await page.getByLabel('About you').fill('Sings in the choir.\nAlto.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved').waitFor();
  await second.getByRole('button', { name: /^Alice A\./ }).waitFor();
  await page.reload();
  await until(async () => (await page.getByLabel('About you').inputValue()).endsWith('Alto.'), {
    what: 'what was stored',
  });

  await bob.page.reload();
  const line = bob.page.locator('.message', { hasText: 'hello' });
  await line.getByText('Alice A.').waitFor();
  await line.locator('.avatar img').waitFor();

  await page.getByRole('button', { name: 'Remove picture' }).click();
  await own.waitFor({ state: 'detached' });
  await second.locator('.account-button img').waitFor({ state: 'detached' });
  expectNoFaults(alice, bob);
});

test('a new password needs the old one, says what is wrong where it is, and ends the other devices', async () => {
  const carol = await meet('carol');
  const other = await again('carol');
  const { page } = carol;
  await open(page, 'password');
  const change = async (current: string, next: string) => {
    await page.getByLabel('Current password').fill(current);
    await page.getByLabel('New password').fill(next);
    await page.getByRole('button', { name: 'Change password' }).click();
  };
  await change('not my password', 'a whole new phrase');
  await page.getByText('This is not your password.').waitFor();
  expect(await isFocused(page, 'Current password')).toBe(true);
  expect(await describedBy(page, 'Current password')).toBe('This is not your password.');
  await change(password, 'short');
  await until(async () => await isFocused(page, 'New password'), { what: 'the field at fault' });
  expect(await describedBy(page, 'New password')).toContain('needs at least 8 characters');
  expect(await other.page.getByRole('navigation', { name: 'Conversations' }).isVisible()).toBe(
    true,
  );
  await change(password, 'a whole new phrase');
  await page.getByRole('status').getByText('Changed.').waitFor();
  expect(await page.getByLabel('New password').inputValue()).toBe('');
  await other.page.getByText('You were logged out. Log in to go on.').waitFor();
  expectNoFaults(carol, other);
});

test('devices: this one is marked, another gets a name, and all others end at once', async () => {
  const dora = await meet('dora');
  const [phone, tablet] = await Promise.all([again('dora'), again('dora')]);
  const { page } = dora;
  await open(page, 'devices');
  const here = page.getByRole('region', { name: 'This device' });
  const others = page.getByRole('region', { name: 'Other devices' });
  await here.getByText('In use now').waitFor();
  expect(await here.getByRole('button', { name: /^Log out/ }).count()).toBe(0);
  await others
    .getByRole('button', { name: /^Rename/ })
    .first()
    .click();
  await page.getByLabel('Name', { exact: true }).fill('Kitchen tablet');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await others.getByText('Kitchen tablet').waitFor();
  await others.getByRole('button', { name: 'Log out all others' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Log out all others' }).click();
  for (const one of [phone, tablet])
    await one.page.getByText('You were logged out. Log in to go on.').waitFor();
  await page.getByText('You are logged in nowhere else.').waitFor();
  await page.reload();
  await here.getByText('In use now').waitFor();
  expectNoFaults(dora, phone, tablet);
});

test('who may write is chosen once for all devices', async () => {
  const [erin, frank] = await Promise.all([meet('erin'), meet('frank')]);
  const second = await again('erin');
  await open(second.page, 'privacy');
  await open(erin.page, 'privacy');
  const friends = (page: Page) => page.getByRole('radio', { name: 'Only your contacts' });
  await friends(erin.page).check();
  await until(() => friends(second.page).isChecked(), { what: 'the other device' });
  await erin.page.getByRole('radio', { name: 'The last month' }).check();
  await erin.page.reload();
  await until(() => friends(erin.page).isChecked(), { what: 'the first choice to stay' });
  expect(await erin.page.getByRole('radio', { name: 'The last month' }).isChecked()).toBe(true);
  await frank.page.getByRole('button', { name: 'New', exact: true }).click();
  await frank.page.getByRole('button', { name: 'Message someone' }).click();
  await frank.page.getByLabel('Their exact username').fill('erin');
  await frank.page.getByRole('button', { name: 'Open conversation' }).click();
  await frank.page.getByRole('heading', { level: 1, name: 'erin' }).waitFor();
  await say(frank.page, 'psst');
  await frank.page.getByText('Not sent: This person does not accept messages').waitFor();
  expectNoFaults(erin, frank, second);
});

/** What the app on the phone shows; `steps` half minutes from now. */
const shownBy = (secret: string, steps = 0) =>
  TOTP.generate({
    secret: Secret.fromBase32(secret.replaceAll(' ', '')),
    timestamp: Date.now() + lateMs + steps * 30_000,
  });

test('two-step login: an old login proves itself first; the app’s code and a recovery code then log in', async () => {
  const gina = await meet('gina');
  const { page } = gina;
  await open(page, 'two-step');
  lateMs += 11 * 60_000;
  const turnOn = page.getByRole('button', { name: 'Turn on' });
  await turnOn.click();
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await proof.waitFor();
  await page.keyboard.press('Escape');
  await proof.waitFor({ state: 'detached' });
  expect(await turnOn.evaluate((button) => button === document.activeElement)).toBe(true);
  expect(await page.getByRole('img', { name: /QR code/ }).count()).toBe(0);
  await turnOn.click();
  await proof.getByLabel('Password').fill('not my password');
  await page.keyboard.press('Enter');
  await proof.getByText('This is not your password.').waitFor();
  await proof.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await page.getByText('Cannot scan it?').click();
  const secret = (await page.locator('.secret code').textContent()) ?? '';
  const dialog = page.getByRole('dialog');
  await page.getByLabel('Six-digit code').fill(shownBy(secret, 40));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await dialog.getByText('This code is wrong, used or too old.').waitFor();
  // The step before, so that the present one can still log in.
  await page.getByLabel('Six-digit code').fill(shownBy(secret, -1));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  const codes = dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await codes.first().waitFor();
  const all = await codes.allTextContents();
  expect(all.length).toBe(10);
  const file = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const kept = await Bun.file(await (await file).path()).text();
  for (const code of all) expect(kept).toContain(code);
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 codes left').waitFor();
  expect(await page.getByText(all[0] ?? '').count()).toBe(0);
  expectNoFaults(gina);
});

test('the data of an account come as a file', async () => {
  const hugo = await meet('hugo');
  const { page } = hugo;
  await open(page, 'data');
  await page.getByRole('button', { name: 'Prepare the file' }).click();
  const link = page.getByRole('link', { name: 'Download' });
  await link.waitFor();
  const file = page.waitForEvent('download');
  await link.click();
  const bytes = await Bun.file(await (await file).path()).bytes();
  expect(gunzipSync(bytes).toString('utf8')).toContain('"username":"hugo"');
  expectNoFaults(hugo);
});

test('deleting asks for the password however fresh the login is, and ends everything at once', async () => {
  const [ivan, judy] = await Promise.all([meet('ivan'), meet('judy')]);
  const other = await again('ivan');
  const { page } = ivan;
  await open(page, 'delete');
  await page.getByRole('button', { name: 'Delete account' }).click();
  const sure = page.getByRole('dialog', { name: 'Delete your account?' });
  await sure.getByRole('button', { name: 'Delete account' }).click();
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await proof.getByLabel('Password').fill('not my password');
  await page.keyboard.press('Enter');
  await proof.getByText('This is not your password.').waitFor();
  expect(await other.page.getByRole('navigation', { name: 'Conversations' }).isVisible()).toBe(
    true,
  );
  await proof.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  // The user ended it, so nothing is said of it there; the other device is told.
  expect(await page.getByText('You were logged out.').count()).toBe(0);
  await other.page.getByText('You were logged out. Log in to go on.').waitFor();
  const { status } = await fetch(`${server.url}/hubbub.v1.AccountService/LogIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'ivan', password }),
  });
  expect(status).toBe(401);
  await judy.page.reload();
  await judy.page.getByRole('navigation', { name: 'Conversations' }).waitFor();
  expectNoFaults(ivan, judy, other);
});

test('on a phone: a list, then one section, and back; by keyboard on a desk', async () => {
  const { user } = await signUpOverHttp(server.url, 'kim');
  expect(user.username).toBe('kim');
  const kim = await newPerson(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await logIn(kim, server.url, 'kim');
  const { page } = kim;
  await page.getByRole('button', { name: /your account/ }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.getByRole('link', { name: 'Appearance' }).click();
  await page.getByRole('heading', { level: 1, name: 'Appearance' }).waitFor();
  expect(await page.getByRole('navigation', { name: 'Settings' }).isVisible()).toBe(false);
  await page.getByRole('radio', { name: 'Dark' }).check();
  expect(await page.evaluate(() => document.documentElement.dataset['appearance'])).toBe('dark');
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('heading', { level: 1, name: 'Chats' }).waitFor();

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${server.url}/settings`);
  await page.getByRole('heading', { level: 1, name: 'Profile' }).waitFor();
  await page.getByRole('link', { name: 'Devices' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
  expectNoFaults(kim);
});
