// What can be reported, and for how long it is kept. Pure.
import { OperationError, parseId } from '@hubbub/protocol';

/** Open reports of one user. */
export const mostOpenReports = 50;
/** A report is forgotten so long after it was dealt with. */
export const resolvedMs = 90 * 24 * 60 * 60 * 1000;

/** As it is stored: never renumber. */
export const targetKinds = { message: 1, moment: 2, user: 3, conversation: 4 } as const;

export interface Target {
  readonly kind: keyof typeof targetKinds;
  /** Of the moment, the user, or the conversation. */
  readonly id: string;
  /** Of a message. */
  readonly seq: number;
}

interface Named {
  readonly user: string;
  readonly moment: string;
  readonly conversation: string;
  readonly seq: number;
}

/** Throws FIELD unless it is exactly one thing. */
export function targetOf({ user, moment, conversation, seq }: Named): Target {
  const named = [user, moment, conversation].filter((id) => id !== '');
  if (named.length !== 1)
    throw new OperationError('FIELD', 'name one thing: user, moment or conversation');
  if (seq > 0 && conversation === '')
    throw new OperationError('FIELD', 'seq: needs its conversation');
  if (user !== '') return { kind: 'user', id: fit('usr', user), seq: 0 };
  if (moment !== '') return { kind: 'moment', id: fit('mom', moment), seq: 0 };
  return { kind: seq > 0 ? 'message' : 'conversation', id: fit('cnv', conversation), seq };
}

function fit(prefix: 'usr' | 'mom' | 'cnv', id: string): string {
  if (parseId(prefix, id) === undefined)
    throw new OperationError('FIELD', `"${id}" is no id of what it should be`);
  return id;
}
