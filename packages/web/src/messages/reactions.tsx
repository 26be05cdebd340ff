import type { Message } from '@hubbub/protocol';
import { lazy, Suspense, useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { t } from '../strings.ts';
import { useDesk, type Point } from './desk.ts';

const ReactedBy = lazy(() => import('./reacted-by.tsx'));

/** The emoji under a message: pressing one joins in or takes one's own away; resting on it tells who. */
export function Reactions({ message }: { message: Message }) {
  const desk = useDesk();
  const { reactions } = desk.mine(message);
  const [asked, setAsked] = useState<{ emoji: string; at: Point }>();
  if (message.reactions.length === 0) return null;
  return (
    <div className="reactions">
      {message.reactions.map(({ emoji, count = 0 }) => (
        <button
          key={emoji}
          type="button"
          className="reaction"
          aria-pressed={reactions.includes(emoji)}
          aria-label={t('reaction.chip', { emoji, count })}
          onClick={() => desk.react(message, emoji)}
          onContextMenu={(event) => {
            event.preventDefault();
            event.stopPropagation();
            setAsked({ emoji, at: { x: event.clientX, y: event.clientY } });
          }}
          onPointerEnter={({ pointerType, currentTarget }) => {
            const { left, bottom } = currentTarget.getBoundingClientRect();
            if (pointerType === 'mouse') setAsked({ emoji, at: { x: left, y: bottom + 4 } });
          }}
          onPointerLeave={() => setAsked(undefined)}
        >
          <span aria-hidden="true">{emoji}</span>
          <span className="reaction-count" aria-hidden="true">
            {count}
          </span>
        </button>
      ))}
      <button
        type="button"
        className="reaction reaction-add"
        aria-label={t('act.react')}
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          desk.act('react', message, { x: left, y: bottom + 4 });
        }}
      >
        <Icon name="smile" />
      </button>
      {asked && (
        <Suspense>
          <ReactedBy message={message} {...asked} />
        </Suspense>
      )}
    </div>
  );
}
