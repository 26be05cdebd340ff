// The settings, told by what people see and press.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { signUp as signUpOverHttp } from '../support/people.ts';
import { expectAccessible } from './accessible.ts';
import {
  createRoom,
  expectNoFaults,
  inSight,
  joinRoom,
  logIn,
  password,
  say,
  type Person,
} from './people.ts';
import { pictureFile } from './picture.ts';
import { describedBy, isFocused, openStage, type Stage } from './settings-stage.ts';
import { until } from './until-slow.ts';

setDefaultTimeout(180_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

test('picture, name and words about oneself are seen by others, and at once in the other page', async () => {
  const [alice, bob] = await Promise.all([stage.meet('alice'), stage.meet('bob')]);
  await createRoom(alice.page, 'lobby');
  await joinRoom(bob.page, 'lobby');
  await say(alice.page, 'hello');
  await bob.page.locator('.messages').getByText('hello').waitFor();
  const second = await alice.context.newPage();
  await second.goto(stage.server.url);
  await second.getByRole('button', { name: /^alice/ }).waitFor();

  const { page } = alice;
  await stage.open(page, 'profile');
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a picture' }).click();
  await (await chosen).setFiles(pictureFile('me.png', [200, 40, 60]));
  await page.getByLabel('Zoom').fill('2');
  await page.getByRole('application').press('ArrowLeft');
  const uploaded = page.waitForRequest(
    (request) => new URL(request.url()).pathname === '/v1/media',
  );
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
  const carol = await stage.meet('carol');
  const other = await stage.again('carol');
  const { page } = carol;
  await stage.open(page, 'password');
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
  await other.page
    .getByText('The password was changed on another device. Log in to go on.')
    .waitFor();
  expectNoFaults(carol, other);
});

test('devices: this one is marked, another gets a name, and all others end at once', async () => {
  const dora = await stage.meet('dora');
  const [phone, tablet] = await Promise.all([stage.again('dora'), stage.again('dora')]);
  const { page } = dora;
  await stage.open(page, 'devices');
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
  const [erin, frank] = await Promise.all([stage.meet('erin'), stage.meet('frank')]);
  const second = await stage.again('erin');
  await stage.open(second.page, 'privacy');
  await stage.open(erin.page, 'privacy');
  const friends = (page: Page) =>
    page
      .getByRole('group', { name: 'Who may write to you' })
      .getByRole('radio', { name: 'Only your contacts' });
  await friends(erin.page).check();
  await until(() => friends(second.page).isChecked(), { what: 'the other device' });
  await erin.page.getByRole('radio', { name: 'The last month' }).check();
  await erin.page.reload();
  await until(() => friends(erin.page).isChecked(), { what: 'the first choice to stay' });
  expect(await erin.page.getByRole('radio', { name: 'The last month' }).isChecked()).toBe(true);
  await frank.page.getByRole('button', { name: 'Message someone' }).click();
  await frank.page.getByLabel('Their exact username').fill('erin');
  await frank.page.getByRole('button', { name: 'Open conversation' }).click();
  await frank.page.getByRole('heading', { level: 1, name: 'erin' }).waitFor();
  await say(frank.page, 'psst');
  await frank.page.getByText('Not sent: This person does not accept messages').waitFor();
  expectNoFaults(erin, frank, second);
});

test('who sees that one is online is chosen once for all devices, and holds both ways', async () => {
  const [ida, jon] = await Promise.all([stage.meet('ida'), stage.meet('jon')]);
  const second = await stage.again('jon');
  const head = ({ page }: Person, text: string | RegExp) =>
    page.locator('.pane-head').getByText(text);
  const presence = ({ page }: Person, choice: string) =>
    page.getByRole('group', { name: 'Online and last seen' }).getByRole('radio', { name: choice });
  await ida.page.getByRole('button', { name: 'Message someone' }).click();
  await ida.page.getByLabel('Their exact username').fill('jon');
  await ida.page.getByRole('button', { name: 'Open conversation' }).click();
  await say(ida.page, 'are you there?');
  await jon.page.getByRole('link', { name: /ida/ }).click();
  await head(ida, 'Online').waitFor();
  await head(jon, 'Online').waitFor();

  await stage.open(second.page, 'privacy');
  await presence(second, 'Nobody').check();
  await head(ida, 'Direct conversation').waitFor();
  await head(jon, 'Direct conversation').waitFor();
  const seen = /Online|Last seen/;
  // Coming and going shows nothing either: what is said after it was seen to the end.
  const address = jon.page.url();
  await jon.page.goto('about:blank');
  await jon.page.goto(address);
  await say(jon.page, 'who knows');
  await inSight(ida.page, 'who knows');
  expect(await head(ida, seen).count()).toBe(0);
  expect(await head(jon, seen).count()).toBe(0);
  await stage.open(jon.page, 'privacy');
  expect(await presence(jon, 'Nobody').isChecked()).toBe(true);
  await presence(jon, 'Everybody').check();
  await head(ida, 'Online').waitFor();
  await second.page.close();
  await jon.page.goto('about:blank');
  await head(ida, 'Last seen').waitFor();
  expectNoFaults(ida, jon);
});

test('the data of an account come as a file', async () => {
  const hugo = await stage.meet('hugo');
  const { page } = hugo;
  await stage.open(page, 'data');
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
  const [ivan, judy] = await Promise.all([stage.meet('ivan'), stage.meet('judy')]);
  const other = await stage.again('ivan');
  const { page } = ivan;
  await stage.open(page, 'delete');
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
  const { status } = await fetch(`${stage.server.url}/hubbub.v1.AccountService/LogIn`, {
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
  const { user } = await signUpOverHttp(stage.server.url, 'kim');
  expect(user.username).toBe('kim');
  const kim = await stage.enter({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await logIn(kim, stage.server.url, 'kim');
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
  await page.goto(`${stage.server.url}/settings`);
  await page.getByRole('heading', { level: 1, name: 'Profile' }).waitFor();
  await page.getByRole('link', { name: 'Devices' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
  const desk = await stage.again('kim');
  await stage.open(desk.page, 'keyboard');
  await desk.page.getByRole('heading', { level: 1, name: 'Keyboard shortcuts' }).waitFor();
  await desk.page.getByText('Next unread conversation').waitFor();
  await expectAccessible(desk.page, 'keys');
  expectNoFaults(kim, desk);
});
