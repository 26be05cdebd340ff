// Says in the record who did it: the operator, by the name that its tool gave, or a key.
import type { ManagingCall } from '../operation.ts';
import { audited, type NewAudit } from '../../store/audit-store.ts';
import type { Write } from '../../store/statement.ts';

type Note = Omit<NewAudit, 'actor' | 'details'> & { readonly details?: object };
type Who = Pick<ManagingCall<unknown>, 'principal'>;

/** The write with its row in the record. */
export function noted<A, R>(
  who: Who,
  write: Write<A, R>,
  note: Note | ((result: R) => Note),
): Write<A, R> {
  return audited(write, (result) => auditOf(who, typeof note === 'function' ? note(result) : note));
}

export function auditOf({ principal }: Who, note: Note): NewAudit {
  const details = Object.entries(note.details ?? {}).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  return { ...note, actor: actorOf(principal), details: Object.fromEntries(details) };
}

const mostCharacters = 64;

function actorOf(principal: Who['principal']): string {
  if (principal?.kind === 'key') return principal.key;
  if (principal?.kind !== 'operator') throw new Error('this is for keys and the operator');
  const name = (principal.name ?? '').replaceAll(/[^!-~]/g, '').slice(0, mostCharacters);
  return `operator ${name}`.trim();
}
