// What the search screen asks for and got. The newest search wins; filters ask for messages alone.
import { searchAll, type Found } from '@hubbub/client/search';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { MessageSearchRequest_Has as Has, type OperationInput } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { useClient } from '../state/app-state.ts';
import { useSession } from '../state/use-session.ts';

export interface Filters {
  readonly conversation: string;
  readonly sender: string;
  /** Days back; 0 for any time. */
  readonly days: number;
  readonly links: boolean;
}

export const noFilters: Filters = { conversation: '', sender: '', days: 0, links: false };

const typingPauseMs = 250;
const pageSize = 20;
const dayMs = 86_400_000;
const nothing: Found = {
  people: [],
  conversations: [],
  rooms: [],
  messages: [],
  users: [],
  next: '',
};

export interface Asked {
  readonly query: string;
  readonly filters: Filters;
}

export function isAsking({ query, filters }: Asked): boolean {
  return query.trim() !== '' || filters.sender !== '' || filters.links;
}

export function isFiltered({ conversation, sender, days, links }: Filters): boolean {
  return conversation !== '' || sender !== '' || days > 0 || links;
}

interface Answer {
  /** What it answers. */
  readonly to: string;
  readonly found: Found;
  readonly problem: string;
}

const silence: Answer = { to: '', found: nothing, problem: '' };

export function useSearch(asked: Asked) {
  const client = useClient();
  const { status } = useSession();
  const [answer, setAnswer] = useState(silence);
  const { query, filters } = asked;
  const isOn = isAsking(asked);
  const question = isOn ? JSON.stringify([query.trim(), filters]) : '';

  useEffect(() => {
    if (!isOn || status !== 'online') return undefined;
    const over = new AbortController();
    const { signal } = over;
    const tell = (told: Partial<Answer>) => {
      if (!signal.aborted) setAnswer({ ...silence, to: question, ...told });
    };
    const ask = async () => {
      const args = { query: query.trim(), filters };
      const found = isFiltered(filters)
        ? { ...nothing, ...(await messagesOf(client, args, { signal })) }
        : await searchAll(client, args.query, { signal });
      tell({ found });
    };
    const timer = setTimeout(() => {
      ask().catch((error: unknown) => tell({ problem: failureText(error) }));
    }, typingPauseMs);
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [client, status, isOn, question, query, filters]);

  const more = async () => {
    const page = await messagesOf(
      client,
      { query: query.trim(), filters },
      { after: answer.found.next },
    );
    setAnswer((old) => {
      const messages = [...old.found.messages, ...page.messages];
      return old === answer ? { ...old, found: { ...old.found, messages, next: page.next } } : old;
    });
  };
  // What was found before stays until there is something else to show.
  const { found, problem } = isOn ? answer : silence;
  return { ...found, problem, isLoading: answer.to !== question, more };
}

interface Paging {
  readonly signal?: AbortSignal;
  readonly after?: string;
}

/** A page of messages; short ones are filled up a few times. */
async function messagesOf(
  client: ReturnType<typeof useClient>,
  { query, filters }: Asked,
  { signal, after = '' }: Paging,
): Promise<Pick<Found, 'messages' | 'next'>> {
  const args: OperationInput<'message.search'> = {
    query,
    conversation: filters.conversation,
    sender: filters.sender,
    has: filters.links ? [Has.LINK] : [],
    limit: pageSize,
    ...(filters.days > 0 && { since: timestampFromMs(Date.now() - filters.days * dayMs) }),
  };
  const options = { once: true, ...(signal && { signal }) };
  let page = await client.call('message.search', { ...args, after }, options);
  const messages = [...page.hits];
  for (let tries = 0; page.next !== '' && messages.length === 0 && tries < 3; tries += 1) {
    page = await client.call('message.search', { ...args, after: page.next }, options);
    messages.push(...page.hits);
  }
  return { messages, next: page.next };
}
