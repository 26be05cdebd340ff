import type { InboxEntry } from '@hubbub/client';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  lazy,
  Suspense,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { pressedOf } from '../keys.ts';
import { t } from '../strings.ts';
import { ConversationRow } from './conversation-row.tsx';

const ConversationActs = lazy(() => import('../messages/conversation-acts.tsx'));

const rowHeight = 60;

interface ConversationListProps {
  readonly inbox: readonly InboxEntry[];
  readonly current: string | undefined;
  /** Shown in place of no rows. */
  readonly empty: ReactNode;
}

/** One tab stop; arrows, Home and End move inside. Only rows in sight and the tab stop are in the document. */
export function ConversationList({ inbox, current, empty }: ConversationListProps) {
  const scroller = useRef<HTMLElement>(null);
  const [focused, setFocused] = useState<string>();
  const [menu, setMenu] = useState<{ id: string; at: { x: number; y: number } }>();
  const menuOf = inbox.find((entry) => entry.conversation.id === menu?.id);
  const wanted = useRef<string>(undefined);
  const ids = inbox.map((entry) => entry.conversation.id);
  const stop = Math.max(
    0,
    ids.indexOf([focused, current].find((id) => id && ids.includes(id)) ?? ''),
  );
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by a compiler
  const list = useVirtualizer<HTMLElement, HTMLElement>({
    count: inbox.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 6,
    rangeExtractor: useCallback((range: Range) => withStop(range, stop), [stop]),
  });
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    scroller.current?.querySelector<HTMLElement>(`[data-id="${wanted.current}"] a`)?.focus();
    wanted.current = undefined;
  }, [stop]);

  const move = (event: KeyboardEvent) => {
    const to = target(event, stop, ids.length);
    if (to === undefined) return;
    event.preventDefault();
    if (to === stop) return;
    list.scrollToIndex(to);
    wanted.current = ids[to];
    setFocused(ids[to]);
  };

  return (
    <nav ref={scroller} aria-label={t('list.label')} className="conversations">
      {inbox.length === 0 && empty}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys bubble up from the links */}
      <ul style={{ height: list.getTotalSize() }} onKeyDown={move}>
        {list.getVirtualItems().map((item) => {
          const entry = inbox[item.index];
          return (
            entry && (
              <li
                key={item.key}
                ref={list.measureElement}
                data-index={item.index}
                data-id={entry.conversation.id}
                aria-setsize={inbox.length}
                aria-posinset={item.index + 1}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <ConversationRow
                  entry={entry}
                  isCurrent={entry.conversation.id === current}
                  isStop={item.index === stop}
                  focus={setFocused}
                  openMenu={({ conversation }, at) => setMenu({ id: conversation.id, at })}
                />
              </li>
            )
          );
        })}
      </ul>
      <Suspense>
        {menu && menuOf && (
          <ConversationActs entry={menuOf} at={menu.at} close={() => setMenu(undefined)} />
        )}
      </Suspense>
    </nav>
  );
}

/** The tab stop stays in the document wherever the list was scrolled to. */
function withStop(range: Range, stop: number): number[] {
  const rows = defaultRangeExtractor(range);
  if (stop >= range.count || rows.includes(stop)) return rows;
  return [...rows, stop].sort((a, b) => a - b);
}

function target(event: KeyboardEvent, at: number, length: number): number | undefined {
  switch (pressedOf(['list.next', 'list.previous', 'list.first', 'list.last'], event)) {
    case 'list.next':
      return Math.min(at + 1, length - 1);
    case 'list.previous':
      return Math.max(at - 1, 0);
    case 'list.first':
      return 0;
    case 'list.last':
      return length - 1;
    case undefined:
      return undefined;
  }
}
