// Searching: a field, filters, what was found, and beside it what was said around a message. The address keeps the words, so
// that coming back finds them again.
import { useEffect, useRef, useState } from 'react';
import type { MessageHit } from '@hubbub/protocol';
import { useLocation, useSearch as useQuery } from 'wouter';
import { BackLink } from '../components/back-link.tsx';
import { Icon } from '../components/icon.tsx';
import { Nothing, Panes } from '../components/panes.tsx';
import { useFace } from '../state/conversation-title.ts';
import { useConversation } from '../state/use-client-state.ts';
import { usePageTitle } from '../state/use-page-title.ts';
import { t } from '../strings.ts';
import '../style/search.css';
import { Context } from './context.tsx';
import { Filters } from './filters.tsx';
import { Results } from './results.tsx';
import { isAsking, isFiltered, noFilters, useSearch, type Asked } from './use-search.ts';

/** @param within only in this conversation, to begin with */
export default function SearchScreen({ within = '' }: { within?: string }) {
  const words = new URLSearchParams(useQuery()).get('q') ?? '';
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState<Asked>({
    query: words,
    filters: { ...noFilters, conversation: within },
  });
  const [chosen, setChosen] = useState<MessageHit>();
  const found = useSearch(asked);
  usePageTitle(t('search.title'));
  const ask = (next: Asked) => {
    setAsked(next);
    setChosen(undefined);
    const query = next.query === '' ? '' : `?${new URLSearchParams({ q: next.query }).toString()}`;
    const { conversation } = next.filters;
    const path = conversation === '' ? '/search' : `/search/${conversation}`;
    navigate(`${path}${query}`, { replace: true });
  };
  const message = chosen?.message;
  const senders = found.messages.flatMap((hit) => hit.message?.sender ?? []);
  return (
    <Panes
      showing={message ? 'content' : 'list'}
      label={t('search.title')}
      list={
        <>
          <header className="list-head">
            <BackLink to={within === '' ? '/' : `/c/${within}`} always />
            <Field asked={asked} ask={ask} />
          </header>
          <Filters
            filters={asked.filters}
            senders={senders}
            choose={(filters) => ask({ ...asked, filters })}
          />
          <State asked={asked} found={found} />
          <Results found={found} chosen={chosen} choose={setChosen} />
        </>
      }
      content={
        chosen && message ? (
          <Context
            key={`${message.conversation}/${message.seq}`}
            hit={{ ...chosen, message }}
            close={() => setChosen(undefined)}
          />
        ) : (
          <Nothing title={t('search.pick')} hint={t('search.pickHint')} />
        )
      }
    />
  );
}

function Field({ asked, ask }: { asked: Asked; ask: (next: Asked) => void }) {
  const place = useConversation(asked.filters.conversation)?.conversation;
  const face = useFace();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const label = place ? t('search.inField', { title: face(place).title }) : t('search.field');
  return (
    <div className="search-field">
      <h1 className="only-read">{t('search.title')}</h1>
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        className="input"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        dir="auto"
        maxLength={200}
        value={asked.query}
        onChange={(event) => ask({ ...asked, query: event.target.value })}
      />
    </div>
  );
}

interface StateProps {
  readonly asked: Asked;
  readonly found: ReturnType<typeof useSearch>;
}

function State({ asked, found }: StateProps) {
  const { people, conversations, rooms, messages, isLoading, problem } = found;
  const count = people.length + conversations.length + rooms.length + messages.length;
  return (
    <output className={count > 0 ? 'only-read' : 'search-state quiet'}>
      {count === 0 && !problem && textOf(asked, isLoading)}
    </output>
  );
}

function textOf(asked: Asked, isLoading: boolean): string {
  const query = asked.query.trim();
  if (!isAsking(asked)) return t('search.hint');
  if (isLoading) return t('search.searching');
  return isFiltered(asked.filters) ? t('search.noneFiltered') : t('search.none', { query });
}
