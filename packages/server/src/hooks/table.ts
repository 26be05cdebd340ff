// Every hook, once: what has happened or is about to, what it is told, and what it may do about it. The types that authors
// see (define.ts), the check of their files, what a hook may change and docs/hooks.md derive from here.

/** A field of what a hook is told; the phantom carries its type. */
export interface Field<V> {
  readonly doc: string;
  readonly type: 'text' | 'number' | 'date';
  readonly value?: V;
}

type Fields = Readonly<Record<string, Field<unknown>>>;

export interface Phase<F extends Fields = Fields, C extends string = string> {
  readonly when: string;
  readonly sees: F;
  /** Before only: fields whose new values it may return. */
  readonly mayChange: readonly C[];
}

export interface HookRow {
  readonly before?: Phase;
  readonly after: Phase;
}

const kind = text('DIRECT, GROUP, ROOM, WHISPER or SELF.');
const conversation = text('Its id.');
const place = { conversation, kind };
const user = text('The id of the user.');
const device = text('The id of the device.');
const by = text(
  'The id of the user who did it: the user’s own, or that of whoever added or removed them.',
);
const leaving = { ...place, user, by, reason: text('LEFT, or KICKED if others did it.') };
const names = {
  username: text('As it will be stored.'),
  displayName: text('What others see; the username if none was given.'),
};
const message = { ...place, sender: text('The id of the user.'), text: text('What it says.') };

export const table = {
  signUp: {
    before: before('Somebody wants an account.', names, ['displayName']),
    after: after('Somebody has an account.', { user, ...names }),
  },
  connect: {
    before: before('A socket wants to open its session.', { user, device }, []),
    after: after('A socket’s session is open.', { user, device }),
  },
  disconnect: {
    after: after('A socket whose session was open is gone.', {
      user,
      device,
      reason: text('LEFT, DROPPED, DRAINED, SLOW, REVOKED, REPLACED or KICKED.'),
      close: text(
        'More exactly: the reason of docs/errors.md, or the code the client closed with.',
      ),
    }),
  },
  send: {
    before: before(
      'A message is to be sent, to any kind of conversation, or forwarded there, or to say something else from now on.',
      {
        ...message,
        edits: number('Of an edit, the number of the message that is to say this; else 0.'),
      },
      ['text'],
    ),
    after: after('A message is stored, sent or forwarded.', {
      ...message,
      seq: number('Its number in the conversation.'),
      sentAt: date('When it was stored.'),
    }),
  },
  join: {
    before: before(
      'Somebody joins a room, comes into a group by a link, or is added or let into one.',
      { ...place, user, by },
      [],
    ),
    after: after('Somebody is a member, in whatever way they became one.', { ...place, user, by }),
  },
  leave: {
    before: before('Somebody leaves, or is to be removed or banned.', leaving, []),
    after: after(
      'Somebody is no member any more. Of a conversation that was deleted nobody is told.',
      leaving,
    ),
  },
} as const satisfies Readonly<Record<string, HookRow>>;

export type HookName = keyof typeof table;

function before<F extends Fields, C extends string & keyof F>(
  when: string,
  sees: F,
  mayChange: readonly C[],
): Phase<F, C> {
  return { when, sees, mayChange };
}

function after<F extends Fields>(when: string, sees: F): Phase<F, never> {
  return { when, sees, mayChange: [] };
}

function text(doc: string): Field<string> {
  return { doc, type: 'text' };
}

function number(doc: string): Field<number> {
  return { doc, type: 'number' };
}

function date(doc: string): Field<Date> {
  return { doc, type: 'date' };
}
