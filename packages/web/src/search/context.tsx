// A message that was found, among what was said around it.
import type { Message, MessageHit } from '@hubbub/protocol';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../components/avatar.tsx';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { failureText } from '../actions/failure.ts';
import { formatDay, formatExact, formatTime, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { Found } from './found.tsx';
import { textIn, usePath, useTitle } from './hit.ts';

interface ContextProps {
  readonly hit: MessageHit & { readonly message: Message };
  readonly close: () => void;
}

const eachWay = 15;

export function Context({ hit, close }: ContextProps) {
  const { conversation } = hit.message;
  const title = useTitle(conversation);
  const path = usePath(hit.message);
  const { messages, problem } = useAround(hit.message);
  const label = t('search.context', { title });
  return (
    <main className="search-context" aria-label={label}>
      <header className="pane-head">
        <button
          type="button"
          className="icon-button back-link"
          aria-label={t('search.close')}
          onClick={close}
        >
          <Icon name="back" />
        </button>
        <div className="pane-title">
          <h1>
            <bdi>{title}</bdi>
          </h1>
          <p className="quiet">
            {hit.message.createdAt && formatDay(toDate(hit.message.createdAt))}
          </p>
        </div>
        <Link href={path} className="button pane-action">
          {t('search.open')}
        </Link>
      </header>
      <Problem text={problem} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable */}
      <ol className="search-around" tabIndex={0}>
        {messages.map((message) => (
          <Line key={message.seq} message={message} hit={hit} />
        ))}
      </ol>
    </main>
  );
}

function Line({ message, hit }: { message: Message; hit: ContextProps['hit'] }) {
  const { name } = useNames();
  const isHit = message.seq === hit.message.seq;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isHit) row.current?.scrollIntoView({ block: 'center' });
  }, [isHit]);
  const at = message.createdAt && toDate(message.createdAt);
  return (
    <li ref={row} className="search-line" aria-current={isHit}>
      <Avatar id={message.sender} name={name(message.sender)} size="small" />
      <div className="search-text">
        <span className="search-top">
          <bdi className="search-name">{name(message.sender)}</bdi>
          {at && (
            <time className="quiet" title={formatExact(at)}>
              {formatTime(at)}
            </time>
          )}
        </span>
        <p className="search-said">
          <Found text={textIn(message)} ranges={isHit ? hit.ranges : []} />
        </p>
      </div>
    </li>
  );
}

function useAround({ conversation, seq = 0 }: Message) {
  const client = useClient();
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let over = false;
    const page = (from: { case: 'before' | 'after'; value: number }) =>
      client.call('message.history', { conversation, from, limit: eachWay }, { once: true });
    const read = async () => {
      const [older, newer] = await Promise.all([
        page({ case: 'before', value: seq + 1 }),
        page({ case: 'after', value: seq }),
      ]);
      const all = [...older.messages, ...newer.messages];
      if (!over) setMessages(all.filter(({ recalled }) => !recalled));
    };
    read().catch((error: unknown) => {
      if (!over) setProblem(failureText(error));
    });
    return () => {
      over = true;
    };
  }, [client, conversation, seq]);
  return { messages, problem };
}
