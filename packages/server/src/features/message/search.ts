// Finding messages. What was said a moment ago may not be in the index yet; of what the caller may see it is brought in first,
// so that whoever was shown a message finds it.
import { timestampMs } from '@bufbuild/protobuf/wkt';
import {
  conversationId,
  MessageService,
  OperationError,
  type AppId,
  type ConversationId,
  type MessageSearchRequest,
  type UserId,
} from '@hubbub/protocol';
import { senderKey, traitKey } from '../../rules/searchable.ts';
import { keysOfNeedles } from '../../rules/words.ts';
import { indexSlice } from '../../store/search-index-store.ts';
import type { Position } from '../../store/search-offer-store.ts';
import { searchMessages, type Search } from '../../store/search-store.ts';
import type { UserCall, UserOperation } from '../operation.ts';
import { readNeedles } from '../needles.ts';

export interface SearchNeeds {
  readonly searches: {
    /** Takes one search from what the user may do; throws RATE. */
    charge(app: AppId, user: UserId): Promise<void>;
  };
}

const pageSize = 20;
/** Of the index at most so many keys are looked up for a message; whether it is wanted shows its text. */
const mostKeys = 6;
/** What is still to come into the index beyond these is left to the indexer: no search waits for a whole room. */
const mostMessages = 2_000;
/** The more conversations, the less of each: most of them lack a few. */
const mostConversations = 80;
const messagesPerSlice = 100;

export function search({
  searches,
}: SearchNeeds): UserOperation<typeof MessageService.method.search> {
  return {
    method: MessageService.method.search,
    who: 'user',
    guests: true,
    cost: 2,
    idempotency: 'natural',
    async run(call) {
      const asked = searchOf(call);
      await searches.charge(call.app, call.caller.user);
      let page = await call.read(searchMessages, asked);
      if (page.behind.length > 0) {
        await bringIn(call, page.behind);
        page = await call.read(searchMessages, asked);
      }
      const { hits, users, next } = page;
      return {
        result: {
          hits: hits.map(({ message, ranges }) => ({ message, ranges: [...ranges] })),
          users: [...users],
          next: next === undefined ? '' : toText(next),
        },
      };
    },
  };
}

function searchOf({ args, caller }: UserCall<MessageSearchRequest>): Search {
  const { query, conversation, sender, since, until, has, after, limit } = args;
  const needles = readNeedles(query);
  const keys = [
    ...keysOfNeedles(needles),
    ...new Set(has.map(traitKey)),
    ...(sender === '' ? [] : [senderKey(sender)]),
  ];
  if (keys.length === 0)
    throw new OperationError('FIELD', 'query: must hold a word, unless a sender or has is given');
  return {
    user: caller.user,
    wanted: { needles, sender, has },
    keys: keys.slice(0, mostKeys),
    conversation: conversation === '' ? undefined : conversationId(conversation),
    since: since === undefined ? 0 : timestampMs(since),
    before: after === '' ? beginning(until && timestampMs(until)) : toPosition(after),
    limit: limit === 0 ? pageSize : limit,
  };
}

async function bringIn(
  call: Pick<UserCall<unknown>, 'write'>,
  behind: readonly ConversationId[],
): Promise<void> {
  const some = behind.slice(0, mostConversations);
  const limit = Math.min(messagesPerSlice, Math.floor(mostMessages / some.length));
  let left = mostMessages;
  for (const conversation of some) {
    let isDone = false;
    for (; !isDone && left >= limit; left -= limit)
      ({ isDone } = await call.write(indexSlice, { conversation, limit }));
  }
}

function beginning(untilMs = Number.MAX_SAFE_INTEGER): Position {
  return { at: untilMs, conversation: 0, seq: 0 };
}

function toText({ at, conversation, seq }: Position): string {
  return [at, conversation, seq].map((number) => number.toString(36)).join('.');
}

function toPosition(text: string): Position {
  const [at = NaN, conversation = NaN, seq = NaN, ...rest] = text
    .split('.')
    .map((part) => (/^[0-9a-z]{1,11}$/.test(part) ? parseInt(part, 36) : NaN));
  if (![at, conversation, seq].every(Number.isSafeInteger) || rest.length > 0)
    throw new OperationError('FIELD', 'after: is not the next of a page');
  return { at, conversation, seq };
}
