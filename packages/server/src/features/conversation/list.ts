import {
  Conversation_Kind as Kind,
  conversationId,
  ConversationService,
  OperationError,
  parseId,
} from '@hubbub/protocol';
import { queryWords } from '../../rules/conversation.ts';
import { listConversations } from '../../store/list-store.ts';
import type { UserOperation } from '../operation.ts';

const pageSize = 50;

export const list: UserOperation<typeof ConversationService.method.list> = {
  method: ConversationService.method.list,
  who: 'user',
  guests: true,
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { kind, joined, query, after, limit } = call.args;
    if (!joined && kind !== Kind.ROOM && kind !== Kind.UNSPECIFIED)
      throw new OperationError('FIELD', 'kind: only rooms can be found without `joined`');
    if (after !== '' && parseId('cnv', after) === undefined)
      throw new OperationError('FIELD', 'after: must be the `next` of a page');
    const page = await call.read(listConversations, {
      user: call.caller.user,
      kind,
      words: queryWords(query),
      joined,
      after: after === '' ? undefined : conversationId(after),
      limit: limit === 0 ? pageSize : limit,
    });
    const { conversations, users, next = '' } = page;
    return { result: { conversations: [...conversations], users: [...users], next } };
  },
};
