// What a user changes on its own side: the list, tags, alias, what is hidden, who is blocked. The other one is told nothing.
import {
  Contact_Request as Request,
  OperationError,
  type Contact,
  type UserId,
} from '@hubbub/protocol';
import { readContact, toContact, writeContact, type ContactState } from './contact-store.ts';
import type { Write } from './statement.ts';
import type { StreamChange } from './stream.ts';
import { requireLiving } from './user-store.ts';

/** What every change of a contact answers with. */
export interface Changed {
  readonly contact: Contact;
  /** None when it was so already. */
  readonly streams: readonly StreamChange[];
}

interface SideChange {
  readonly user: UserId;
  readonly other: UserId;
  readonly change:
    | { readonly isFriend: false }
    | { readonly blocks: boolean }
    | { readonly tags: readonly string[] }
    | Partial<Pick<ContactState, 'hidesMine' | 'hidesTheirs' | 'alias'>>;
}

/** UNKNOWN for somebody who is not there, and for tags of who is no friend. */
export const changeSide: Write<SideChange, Changed> = {
  name: 'changeSide',
  locks: ({ user }) => ({ users: [user] }),
  *run(tx, { user, other, change }) {
    yield* requireLiving(tx, [other]);
    const before = yield* readContact(user, other);
    if ('tags' in change && !before.isFriend) throw new OperationError('UNKNOWN');
    const after = { ...before, ...change };
    // Blocking takes back what was asked and forgets what the other one asked.
    if (after.blocks) after.request = Request.UNSPECIFIED;
    const contact = toContact(after, tx.now);
    if (JSON.stringify(before) === JSON.stringify(after)) return { contact, streams: [] };
    return { contact, streams: [yield* writeContact(after, tx)] };
  },
};
