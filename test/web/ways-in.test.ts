// Ways in besides the password, from the section of the settings where each begins to the next log-in with it.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { Secret, TOTP } from 'otpauth';
import { operatorOf } from '../support/backend.ts';
import { expectAccessible } from './accessible.ts';
import { createRoom, expectNoFaults, joinRoom, password, say } from './people.ts';
import { describedBy, isFocused, openStage, type Stage } from './settings-stage.ts';
import { until } from './until-slow.ts';

setDefaultTimeout(180_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** What the app on the phone shows; `steps` half minutes from now. */
const shownBy = (secret: string, steps = 0) =>
  TOTP.generate({
    secret: Secret.fromBase32(secret.replaceAll(' ', '')),
    timestamp: stage.now() + steps * 30_000,
  });

test('two-step login: an old login proves itself first; the app’s code and a recovery code then log in', async () => {
  const gina = await stage.meet('gina');
  const { page } = gina;
  await stage.open(page, 'two-step');
  stage.pass(11);
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
  // They are shown this once: neither a key nor a press beside them takes them away.
  await page.keyboard.press('Escape');
  await page.mouse.click(4, 4);
  expect(await codes.count()).toBe(all.length);
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 codes left').waitFor();
  expect(await page.getByText(all[0] ?? '').count()).toBe(0);

  const phone = await stage.enter();
  const begin = async (code: string) => {
    await phone.page.goto(stage.server.url);
    await phone.page.getByLabel('Username').fill('gina');
    await phone.page.getByLabel('Password', { exact: true }).fill(password);
    await phone.page.getByRole('button', { name: 'Log in', exact: true }).click();
    await until(() => isFocused(phone.page, 'Code'), { what: 'the field for the code' });
    await phone.page.getByLabel('Code').fill(code);
    await phone.page.getByRole('button', { name: 'Log in', exact: true }).click();
  };
  await begin('000000');
  await phone.page.getByText('This code is wrong, used or too old.').waitFor();
  expect(await describedBy(phone.page, 'Code')).toContain('This code is wrong');
  await expectAccessible(phone.page, 'a code');
  await phone.page.getByLabel('Code').fill(shownBy(secret, 1));
  await phone.page.getByRole('button', { name: 'Log in', exact: true }).click();
  const inside = phone.page.getByRole('navigation', { name: 'Conversations' });
  await inside.waitFor();
  await phone.page.getByRole('button', { name: /your account/ }).click();
  await phone.page.getByRole('button', { name: 'Log out' }).click();
  await phone.page.getByLabel('Username').waitFor();
  await begin(all[0] ?? '');
  await inside.waitFor();
  await page.reload();
  await page.getByText('9 codes left').waitFor();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await turnOn.waitFor();
  expectNoFaults(gina, phone);
});

test('a passkey is added, named, logs in alone, and is taken away', async () => {
  const holly = await stage.meet('holly');
  const { page, context } = holly;
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await stage.open(page, 'passkeys');
  const add = page.getByRole('button', { name: 'Add a passkey' });
  await add.click();
  await page.getByRole('button', { name: /^Rename/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('Blue laptop');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Blue laptop').waitFor();
  await add.click();
  await page.getByText('This device has a passkey for this account already.').waitFor();
  await page.getByRole('button', { name: /your account/ }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('heading', { level: 1, name: 'Passkeys' }).waitFor();
  await page.getByText(/last used/).waitFor();
  // It proves who is there, too.
  stage.pass(11);
  await page.getByRole('button', { name: 'Remove Blue laptop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await proof.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByText('No passkeys yet.').waitFor();
  expectNoFaults(holly);
});

test('an e-mail address is confirmed, and a forgotten password set anew by it', async () => {
  const leo = await stage.meet('leo');
  const address = 'leo@example.com';
  const { page } = leo;
  await stage.open(page, 'account');
  await page.getByLabel('E-mail address').fill(address);
  await page.getByRole('button', { name: 'Send code' }).click();
  await page.getByText(`A code was sent to ${address}.`).waitFor();
  await page.getByLabel('Code from the mail').fill('00000000');
  await page.getByRole('button', { name: 'Confirm address' }).click();
  await page.getByText('This code is wrong, used or too old.').waitFor();
  const sent = async (count: number) => {
    await until(() => stage.mailbox.to(address).length >= count, { what: `${count} mails` });
    return stage.mailbox.to(address)[count - 1]?.text ?? '';
  };
  await page.getByLabel('Code from the mail').fill(/\b\d{8}\b/.exec(await sent(1))?.[0] ?? '');
  await page.getByRole('button', { name: 'Confirm address' }).click();
  await page.getByText(address, { exact: true }).waitFor();

  const other = await stage.enter();
  const away = other.page;
  await away.goto(stage.server.url);
  await away.getByRole('button', { name: 'Forgot your password?' }).click();
  await away.getByLabel('E-mail address').fill(address);
  await expectAccessible(away, 'reset');
  await away.getByRole('button', { name: 'Send code' }).click();
  await away.getByText('If an account has this address, a code is on its way.').waitFor();
  const [code = ''] = /\b(?:[\da-z]{4}-){6}[\da-z]{2}\b/.exec(await sent(2)) ?? [];
  await away.getByLabel('Code from the mail').fill(code);
  await away.getByLabel('New password').fill('short');
  await away.getByRole('button', { name: 'Set password' }).click();
  await until(async () => await isFocused(away, 'New password'), { what: 'the field at fault' });
  await expectAccessible(away, 'new password');
  await away.getByLabel('New password').fill('a whole new phrase');
  await away.getByRole('button', { name: 'Set password' }).click();
  await away.getByText('Your password is set. Log in with it.').waitFor();
  await page.getByText('The password was changed on another device. Log in to go on.').waitFor();
  await away.getByLabel('Username').fill('leo');
  await away.getByLabel('Password', { exact: true }).fill('a whole new phrase');
  await away.getByRole('button', { name: 'Log in' }).click();
  await away.getByRole('navigation', { name: 'Conversations' }).waitFor();
  expectNoFaults(leo, other);
});

test('a guest goes in with a name, and keeps everything as an account', async () => {
  const host = await stage.meet('mona');
  await createRoom(host.page, 'open house');
  const guest = await stage.enter();
  const { page } = guest;
  await page.goto(stage.server.url);
  await page.getByRole('button', { name: 'Look around as a guest' }).click();
  await until(() => isFocused(page, 'Your name'), { what: 'the field for the name' });
  await expectAccessible(page, 'a guest');
  await page.getByLabel('Your name').fill('Nora');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
  await joinRoom(page, 'open house');
  await say(page, 'is anybody here?');
  await host.page.locator('.messages').getByText('is anybody here?').waitFor();
  await page.getByRole('button', { name: /your account/ }).click();
  await page.getByRole('link', { name: 'You are a guest.' }).click();
  const sections = page.getByRole('navigation', { name: 'Settings' });
  await sections.getByRole('link', { name: 'Devices' }).waitFor();
  for (const hidden of ['Password', 'Two-step login', 'Privacy'])
    expect(await sections.getByRole('link', { name: hidden }).count()).toBe(0);
  await page.getByLabel('Username').fill('mona');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Keep this account' }).click();
  await page.getByText('This username is taken.').waitFor();
  await page.getByLabel('Username').fill('nora');
  await page.getByRole('button', { name: 'Keep this account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
  await sections.getByRole('link', { name: 'Password' }).waitFor();
  const second = await stage.again('nora');
  await second.page.getByRole('link', { name: /open house/ }).click();
  await second.page.locator('.messages').getByText('is anybody here?').waitFor();
  expectNoFaults(host, guest, second);
});

test('where a user has one device at a time: the old one says so, and is used again by a log-in', async () => {
  const operator = operatorOf(stage.server);
  await operator('app.update', { name: 'main', devices: 'NEWEST' });
  const mia = await stage.meet('mia');
  const { page } = mia;
  await createRoom(page, 'lobby of mia');
  const address = page.url();
  const tab = await mia.context.newPage();
  await tab.goto(stage.server.url);
  const conversations = { name: 'Conversations' };
  await tab.getByRole('navigation', conversations).waitFor();

  const other = await stage.again('mia');
  const said = 'You are logged in on another device';
  for (const lost of [page, tab]) await lost.getByRole('heading', { name: said }).waitFor();
  await expectAccessible(page, 'a login that another device has ended');
  // Also to whom it happened while nobody looked.
  await page.reload();
  await page.getByRole('heading', { name: said }).waitFor();
  await page.getByRole('button', { name: 'Use here' }).click();
  await page.getByLabel('Username').waitFor();
  await tab.getByRole('button', { name: 'Use here' }).click();
  await until(() => isFocused(tab, 'Password'), { what: 'the password to be asked' });
  expect(await tab.getByLabel('Username').inputValue()).toBe('mia');
  await tab.getByLabel('Password', { exact: true }).fill(password);
  await tab.keyboard.press('Enter');
  await tab.getByRole('navigation', conversations).waitFor();
  await other.page.getByRole('heading', { name: said }).waitFor();

  // The same browser is one device: its other tab goes on where it was, without a password.
  await page.reload();
  await page.getByRole('heading', { name: 'lobby of mia' }).waitFor();
  expect(page.url()).toBe(address);
  expect(await other.page.getByRole('navigation', conversations).count()).toBe(0);
  await operator('app.update', { name: 'main', devices: 'ALL' });
  const third = await stage.again('mia');
  await third.page.getByRole('navigation', conversations).waitFor();
  expect(await tab.getByRole('heading', { name: said }).count()).toBe(0);
  expectNoFaults(mia, third);
});
