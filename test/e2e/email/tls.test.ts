// What the mailer does when a server cannot be trusted.
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { networkInterfaces } from 'node:os';
import { createMailer, MailError } from '../../../packages/server/src/features/email/mailer.ts';
import { readConfig } from '../../../packages/server/src/config.ts';
import { leaveOut } from '../../support/left-out.ts';
import { openMailbox, type Mailbox } from '../../support/mailbox.ts';

setDefaultTimeout(60_000);

const opened: Mailbox[] = [];
afterAll(async () => {
  for (const one of opened) await one.close();
});

async function attempt(mailbox: Mailbox, smtp: string): Promise<string> {
  opened.push(mailbox);
  const mailer = createMailer({ smtp, from: 'Hubbub <hubbub@example.com>' });
  try {
    await mailer.send({ to: 'a-secret@example.com', subject: 'hello', text: 'a-secret text' });
    return 'sent';
  } catch (error) {
    expect(error).toBeInstanceOf(MailError);
    // Whatever is logged of it names nobody.
    expect(Bun.inspect(error)).not.toContain('a-secret');
    return error instanceof MailError && error.isFinal ? 'final' : 'later';
  } finally {
    mailer.close();
  }
}

/** An address of this machine that is not loopback. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

test('plain SMTP is for this machine only', async () => {
  const mailbox = await openMailbox();
  expect(await attempt(mailbox, mailbox.url)).toBe('sent');
  expect(mailbox.mails[0]).toMatchObject({ to: 'a-secret@example.com', subject: 'hello' });
  if (outside === undefined)
    return leaveOut('mail to another machine: there is no address but loopback');
  const beyond = await openMailbox();
  expect(await attempt(beyond, `smtp://${outside}:${beyond.port}`)).toBe('later');
  expect(beyond.mails).toEqual([]);
});

test('a certificate that nobody vouches for is refused, with STARTTLS and without', async () => {
  const mailbox = await openMailbox({ secure: true });
  expect(await attempt(mailbox, `smtps://localhost:${mailbox.port}`)).toBe('later');
  expect(mailbox.mails).toEqual([]);
  if (outside === undefined)
    return leaveOut('mail to another machine: there is no address but loopback');
  const starts = await openMailbox({ disabledCommands: [] });
  expect(await attempt(starts, `smtp://${outside}:${starts.port}`)).toBe('later');
  expect(starts.mails).toEqual([]);
});

test('a recipient that is refused for good is not tried again; a wrong password of the operator waits', async () => {
  const refusing = await openMailbox({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('a-secret mailbox unknown'), { responseCode: 550 })),
  });
  expect(await attempt(refusing, refusing.url)).toBe('final');
  const closed = await openMailbox({
    authOptional: false,
    onAuth: (_auth, _session, done) => done(new Error('no')),
  });
  expect(await attempt(closed, `smtp://user:pass@localhost:${closed.port}`)).toBe('later');
});

test('options that cannot work stop the start, and never show the password', () => {
  const problem = (flags: string[]) => {
    try {
      readConfig(flags, {});
      return '';
    } catch (error) {
      return String(error);
    }
  };
  expect(problem(['--smtp', 'http://user:hunter2@host', '--mail-from', 'a@b'])).toContain('--smtp');
  expect(problem(['--smtp', 'smtps://user:hunter2@host'])).toContain('--mail-from');
  expect(problem(['--smtp', 'smtps://user:hunter2@host'])).not.toContain('hunter2');
  expect(
    problem(['--smtp', 'smtps://user:hunter2@host', '--mail-from', 'Hubbub <a@b.example>']),
  ).toBe('');
});
