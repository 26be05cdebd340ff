// What an e-mail address may be: one that can be written to, which only a mail can show.
import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { OperationError } from '@hubbub/protocol';

export interface EmailAddress {
  /** As it was typed, with a domain that every mail server understands. */
  readonly address: string;
  /** What is looked for: nobody tells two addresses apart by case. */
  readonly folded: string;
}

const local = /^[^\s"(),:;<>@[\\\]\p{Cc}]{1,64}$/u;
const domain = /^(?=.{1,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/** Throws FIELD. */
export function readAddress(text: string): EmailAddress {
  const [name = '', host = '', ...rest] = text.normalize('NFC').trim().split('@');
  const ascii = domainToASCII(host).toLowerCase();
  if (!local.test(name) || name.startsWith('-') || !domain.test(ascii) || rest.length > 0)
    throw new OperationError('FIELD', 'address: must look like name@example.com');
  const address = `${name}@${ascii}`;
  return { address, folded: address.toLowerCase() };
}

/** Names the one challenge of a user's address. */
export function challengeHash(user: string): string {
  return createHash('sha256').update(`email ${user}`).digest('hex');
}

/** Of the code that a mail carries; the user is in it, so that equal codes have different hashes. */
export function codeHash(user: string, code: string): string {
  return createHash('sha256').update(`email ${user} ${code}`).digest('hex');
}

/** What the challenge of an address holds. */
export interface PendingEmail extends EmailAddress {
  readonly language: string;
  /** '' until the mail was made. */
  readonly codeHash: string;
}
