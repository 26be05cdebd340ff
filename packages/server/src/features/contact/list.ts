import { ContactService, OperationError, parseId } from '@hubbub/protocol';
import { listContacts } from '../../store/contact-store.ts';
import type { UserOperation } from '../operation.ts';

const contactsPerPage = 100;

export const list: UserOperation<typeof ContactService.method.list> = {
  method: ContactService.method.list,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { after, limit } = call.args;
    const from = after === '' ? -1 : parseId('usr', after);
    if (from === undefined) throw new OperationError('FIELD', 'after: must be `next` of a page');
    const page = await call.read(listContacts, {
      user: call.caller.user,
      after: from,
      limit: limit === 0 ? contactsPerPage : limit,
    });
    return { result: { ...page, next: page.next ?? '' } };
  },
};
