import { ContactService, OperationError } from '@hubbub/protocol';
import { isFitName } from '../../rules/text.ts';
import { changeSide } from '../../store/contact-change-store.ts';
import type { UserOperation } from '../operation.ts';
import { outcomeOf } from './changed.ts';
import { otherOf } from './other.ts';

export const update: UserOperation<typeof ContactService.method.update> = {
  method: ContactService.method.update,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { hideMine, hideTheirs, alias } = call.args;
    const change = {
      ...(hideMine !== undefined && { hidesMine: hideMine }),
      ...(hideTheirs !== undefined && { hidesTheirs: hideTheirs }),
      ...(alias !== undefined && { alias: cleanAlias(alias) }),
    };
    const sides = { user: call.caller.user, other: otherOf(call), change };
    return outcomeOf(call.app, await call.write(changeSide, sides));
  },
};

function cleanAlias(alias: string): string {
  const clean = alias.normalize('NFC').trim();
  if (clean !== '' && !isFitName(clean))
    throw new OperationError('FIELD', 'alias: must be readable');
  return clean;
}
