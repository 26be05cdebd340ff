// Mails that are owed. Codes are made here, when they are sent: what is owed holds none, and a mail that has to be sent again
// carries a new one, which is then the only one. A mail that came too late is not sent.
import { randomInt } from 'node:crypto';
import type { AppId, UserId } from '@hubbub/protocol';
import { createChallenge, findChallenge } from '../../store/challenge-store.ts';
import { findHolders, mailLifeMs } from '../../store/email-store.ts';
import { createReset } from '../../store/reset-store.ts';
import { getUsers } from '../../store/user-store.ts';
import { hashTypedCode, makeTypedCode } from '../account/typed-code.ts';
import type { Effect, Tools } from '../effect.ts';
import { challengeHash, codeHash, type PendingEmail } from './address.ts';
import { MailError, type Mail, type Mailer } from './mailer.ts';
import { compose, type Template } from './templates.ts';

type Send = (mail: Mail) => Promise<void>;
type Owed<P> = (tools: Tools, owed: { app: AppId; payload: P; send: Send }) => Promise<void>;

const verify: Owed<{ user: UserId }> = async (tools, { app, payload: { user }, send }) => {
  const data = await tools.read(app, findChallenge, { user, kind: 'email' });
  if (data === undefined) return;
  const { address, folded, language } = JSON.parse(data) as PendingEmail;
  const code = String(randomInt(100_000_000)).padStart(8, '0');
  const pending = { address, folded, language, codeHash: codeHash(user, code) };
  await tools.write(app, createChallenge, {
    hash: challengeHash(user),
    kind: 'email',
    user,
    data: JSON.stringify(pending),
    lifeMs: mailLifeMs.code,
  });
  await send({ to: address, ...compose('verify', language, { code }) });
};

type Reset = { folded: string; language: string };

const reset: Owed<Reset> = async (tools, { app, payload: { folded, language }, send }) => {
  for (const { user, username, address } of await tools.read(app, findHolders, { folded })) {
    // 130 random bits.
    const code = makeTypedCode(26);
    const hash = hashTypedCode('reset', code);
    await tools.write(app, createReset, { user, hash, lifeMs: mailLifeMs.code });
    await send({ to: address, ...compose('reset', language, { code, username }) });
  }
};

type News = { user: UserId; address: string; language: string; what: Template };

const news: Owed<News> = async (tools, { app, payload, send }) => {
  const [user] = await tools.read(app, getUsers, { users: [payload.user] });
  if (user === undefined || user.deleted) return;
  const { username } = user;
  await send({ to: payload.address, ...compose(payload.what, payload.language, { username }) });
};

/** What the outbox does by these names; without a mailer what is owed is dropped. */
export function emailEffects(mailer: Mailer | undefined): Readonly<Record<string, Effect>> {
  const effect =
    <P>(owed: Owed<P>): Effect =>
    async (tools, app, payload) => {
      const { until } = payload as { until: number };
      if (mailer === undefined || Date.now() > until) return;
      try {
        const send: Send = (mail) => mailer.send(mail);
        await owed(tools, { app, payload: payload as P, send });
      } catch (error) {
        if (!(error instanceof MailError && error.isFinal)) throw error;
      }
    };
  return {
    'email.verify': effect(verify),
    'email.reset': effect(reset),
    'email.news': effect(news),
  };
}
