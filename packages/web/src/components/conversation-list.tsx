import type { InboxEntry } from '@hubbub/client';
import { useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../strings.ts';
import { ConversationRow } from './conversation-row.tsx';

interface ConversationListProps {
  readonly inbox: readonly InboxEntry[];
  readonly current: string | undefined;
  readonly isMain: boolean;
}

/** One tab stop; arrows, Home and End move inside. */
export function ConversationList({ inbox, current, isMain }: ConversationListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState<string>();
  const ids = inbox.map((entry) => entry.conversation.id);
  const stop = [focused, current].find((id) => id && ids.includes(id)) ?? ids[0];

  const Heading = isMain ? 'h1' : 'h2';

  const move = (event: KeyboardEvent) => {
    const to = target(event.key, ids.indexOf(stop ?? ''), ids.length);
    if (to === undefined || event.altKey) return;
    event.preventDefault();
    list.current?.querySelectorAll('a')[to]?.focus();
  };

  return (
    <nav aria-label={t('list.label')} className="conversations">
      <Heading className="only-read">{t('list.label')}</Heading>
      {inbox.length === 0 && (
        <div className="conversations-empty">
          <p>{t('list.empty')}</p>
          <p>{t('list.emptyHint')}</p>
        </div>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys bubble up from the links */}
      <ul ref={list} onKeyDown={move}>
        {inbox.map((entry) => (
          <ConversationRow
            key={entry.conversation.id}
            entry={entry}
            isCurrent={entry.conversation.id === current}
            isStop={entry.conversation.id === stop}
            focus={setFocused}
          />
        ))}
      </ul>
    </nav>
  );
}

function target(key: string, at: number, length: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(at + 1, length - 1);
  if (key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  return undefined;
}
