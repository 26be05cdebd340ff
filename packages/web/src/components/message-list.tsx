// The messages of one conversation, only those in sight in the document. The virtualiser is anchored at the end: it stays
// at the newest message when it was there, and keeps the reader's place when older pages arrive above.
import type { ConversationView, WhisperView } from '@hubbub/client';
import type { Conversation } from '@hubbub/protocol';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';
import { useSearch } from 'wouter';
import { useStore } from 'zustand';
import { isPressed } from '../keys.ts';
import { DeskContext } from '../messages/desk.ts';
import { endNear, type List } from '../messages/list.ts';
import { NewAbove } from '../messages/new-above.tsx';
import { PinBar } from '../messages/pin-bar.tsx';
import { useAtEnd } from '../messages/use-at-end.ts';
import { useDeskOf } from '../messages/use-desk.tsx';
import { guessHeight, measureRow } from '../messages/row-height.ts';
import { indexOfName, useFocusIn } from '../messages/use-focus-in.ts';
import { useJump } from '../messages/use-jump.ts';
import { useNewestOnly } from '../messages/use-newest-only.ts';
import { usePast, type Looking } from '../messages/use-past.ts';
import { useStayAtEnd } from '../messages/use-stay-at-end.ts';
import { useAppState } from '../state/app-state.ts';
import { createRows, unreadIndex, type Row } from '../state/rows.ts';
import { withUnconfirmed } from '../state/unconfirmed.ts';
import { useReadMark } from '../state/use-read-mark.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';
import { MessageListRow } from './message-list-row.tsx';
import { WhisperMark } from './whisper-mark.tsx';

/** So few rows above the first one in sight, and the page before is asked for. */
const rowsAhead = 20;

interface MessageListProps {
  readonly view: ConversationView;
  /** The newest page is there; before that only the last message may be. */
  readonly isOpened: boolean;
  readonly reply: (whisper: Conversation) => void;
}

export function MessageList({ view: held, isOpened, reply }: MessageListProps) {
  const { unconfirmed } = useAppState();
  const steps = useStore(unconfirmed.store);
  const looking = usePast(held);
  const { isAway } = looking;
  const view = useMemo(() => withUnconfirmed(looking.view, steps), [looking.view, steps]);
  const unreadAfter = useUnreadAfter(held);
  const rows = useRows(view, unreadAfter, isAway);
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, onChange] = useAtEnd();
  const stop = useRef<string>(undefined);
  // Nothing here is memoised by a compiler, which is all the rule warns about.
  // oxlint-disable-next-line react/incompatible-library
  const list = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback((index: number) => guessHeight(rows[index]), [rows]),
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: 12,
    paddingEnd: 12,
    anchorTo: 'end',
    followOnAppend: !isAway,
    scrollEndThreshold: endNear,
    directDomUpdates: true,
    rangeExtractor: useCallback(
      (range: Range) => withStop(range, indexOfName(rows, stop.current)),
      [rows],
    ),
    measureElement: measureRow,
    onChange,
  });
  // Before the range is read: that is the one of what is drawn now.
  const items = list.getVirtualItems();
  useFirstPlace(rows, list, isOpened);
  useOwnInSight(rows, list);
  useStayAtEnd(scroller, list);
  useEnd(looking.isPast, list);
  useNewestOnly(looking, isAtEnd);
  useOlder(looking, list.range?.startIndex);
  useNewer(looking, rows.length - 1 - (list.range?.endIndex ?? 0));
  useReadMark(view, isOpened ? newestSeq(rows, list.range?.endIndex) : 0);

  const call = nextCall(
    held,
    list.range?.endIndex === undefined ? 0 : newestSeq(rows, list.range.endIndex),
  );
  const { jump, lit } = useJump(looking, rows, list);
  useJumpFromAddress(jump, isOpened);
  const { desk, opened } = useDeskOf({ view, writeTo: reply, jump, lit });
  const focus = useFocusIn(scroller, { rows, list });
  useEffect(() => {
    stop.current = desk.stop;
  }, [desk.stop]);
  const toEnd = () => {
    looking.leave();
    list.scrollToEnd();
  };
  const onKey = (event: KeyboardEvent) => {
    const inside = event.target instanceof Element && event.target.closest('article');
    const isOnLine = event.target === inside || event.target === scroller.current;
    const step = isPressed('list.previous', event) ? -1 : isPressed('list.next', event) ? 1 : 0;
    if (step === 0 || !isOnLine) return;
    if (focus(step)) event.preventDefault();
  };

  return (
    <DeskContext value={desk}>
      {isOpened && <PinBar conversation={view.conversation.id} />}
      <div className="messages-place">
        {/* The stop of the keyboard until a message is. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys bubble up from the messages */}
        <section
          ref={scroller}
          className="messages"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable
          tabIndex={indexOfName(rows, desk.stop) < 0 ? 0 : -1}
          aria-label={t('conversation.messages')}
          onKeyDown={onKey}
        >
          <ol ref={list.containerRef}>
            {items.map((item) => {
              const row = rows[item.index];
              return (
                row && (
                  <li key={item.key} data-index={item.index} ref={list.measureElement}>
                    <MessageListRow row={row} conversation={view.conversation} reply={reply} />
                  </li>
                )
              );
            })}
          </ol>
        </section>
        {view.whispers.map((whisper) => (
          <WhisperMark
            key={whisper.conversation.id}
            whisper={whisper}
            seq={isOpened ? newestWhispered(rows, list.range?.endIndex, whisper) : 0}
          />
        ))}
        {view.loading && <p className="messages-loading">{t('conversation.loadingOlder')}</p>}
        {isOpened && <NewAbove key={unreadAfter} view={held} after={unreadAfter} jump={jump} />}
        {(isAway || !isAtEnd) && <Jump unread={view.unread} jump={toEnd} />}
        {call > 0 && (
          <button
            type="button"
            className="jump jump-mention"
            aria-label={t('mention.jump')}
            onClick={() => jump(call)}
          >
            <Icon name="at" />
          </button>
        )}
        {opened}
      </div>
    </DeskContext>
  );
}

/** What has the focus stays in the document wherever the list was scrolled to. */
function withStop(range: Range, stop: number): number[] {
  const indexes = defaultRangeExtractor(range);
  if (stop < 0 || indexes.includes(stop)) return indexes;
  return [...indexes, stop].sort((a, b) => a - b);
}

function useRows(
  view: ConversationView,
  unreadAfter: number | undefined,
  isAway: boolean,
): readonly Row[] {
  const { arrivals } = useAppState();
  const me = useMe();
  const lines = useStore(arrivals.store).get(view.conversation.id);
  const [build] = useState(createRows);
  return useMemo(
    () => build({ view, arrivals: (!isAway && lines) || [], me: me.id, unreadAfter }),
    [build, view, lines, me.id, unreadAfter, isAway],
  );
}

/** The unread line stands where reading stopped: at opening, and again when the window was left. */
function useUnreadAfter(view: ConversationView): number | undefined {
  const [after, setAfter] = useState(view.unread > 0 ? view.readSeq : undefined);
  const newest = useRef(view);
  useEffect(() => {
    newest.current = view;
  }, [view]);
  useEffect(() => {
    const leave = () => setAfter(newest.current.messages.at(-1)?.seq ?? undefined);
    const back = () => {
      if (newest.current.unread === 0) setAfter(undefined);
    };
    addEventListener('blur', leave);
    addEventListener('focus', back);
    return () => {
      removeEventListener('blur', leave);
      removeEventListener('focus', back);
    };
  }, []);
  return after;
}

/** At opening: the unread line in sight, else the end. */
function useFirstPlace(rows: readonly Row[], list: List, isOpened: boolean): void {
  const isPlaced = useRef(false);
  useLayoutEffect(() => {
    if (isPlaced.current || rows.length === 0) return;
    isPlaced.current = isOpened;
    const unread = unreadIndex(rows);
    if (unread > 0) list.scrollToIndex(unread, { align: 'start' });
    else list.scrollToEnd();
  }, [rows, list, isOpened]);
}

/** Who comes back from the past stands at the end. */
function useEnd(isPast: boolean, list: List): void {
  const wasPast = useRef(isPast);
  useLayoutEffect(() => {
    if (wasPast.current && !isPast) list.scrollToEnd();
    wasPast.current = isPast;
  }, [isPast, list]);
}

/** Who writes wants to see it. */
function useOwnInSight(rows: readonly Row[], list: List): void {
  const last = rows.at(-1);
  const pendingKey = last?.kind === 'pending' ? last.key : undefined;
  useLayoutEffect(() => {
    if (pendingKey) list.scrollToEnd();
  }, [pendingKey, list]);
}

function useOlder({ view, older }: Looking, firstInSight: number | undefined): void {
  const isNear = firstInSight !== undefined && firstInSight < rowsAhead;
  const oldest = view.messages[0]?.seq;
  const load = useEffectEvent(older);
  useEffect(() => {
    if (isNear && !view.atStart && !view.loading && oldest !== undefined) load();
  }, [isNear, oldest, view.atStart, view.loading]);
}

function useNewer({ view, isAway, newer }: Looking, rowsBelow: number): void {
  const isNear = rowsBelow < rowsAhead;
  const newest = view.messages.at(-1)?.seq;
  const load = useEffectEvent(newer);
  useEffect(() => {
    if (isNear && isAway && !view.loading && newest !== undefined) load();
  }, [isNear, isAway, newest, view.loading]);
}

/** `/c/ID?at=SEQ`, where search leads. */
function useJumpFromAddress(jump: (seq: number) => void, isOpened: boolean): void {
  const seq = Number(new URLSearchParams(useSearch()).get('at'));
  const go = useEffectEvent(jump);
  useEffect(() => {
    if (isOpened && seq > 0) go(seq);
  }, [isOpened, seq]);
}

/** From the last row in sight upwards. */
function lastBefore(
  rows: readonly Row[],
  last: number | undefined,
  isWanted: (row: Row) => boolean,
): Row | undefined {
  for (let at = Math.min(last ?? -1, rows.length - 1); at >= 0; at -= 1) {
    const row = rows[at];
    if (row && isWanted(row)) return row;
  }
  return undefined;
}

function newestSeq(rows: readonly Row[], last: number | undefined): number {
  const row = lastBefore(rows, last, (one) => one.kind === 'message');
  return row?.kind === 'message' ? (row.message.seq ?? 0) : 0;
}

function newestWhispered(
  rows: readonly Row[],
  last: number | undefined,
  { conversation }: WhisperView,
): number {
  const row = lastBefore(
    rows,
    last,
    (one) => one.kind === 'whisper' && one.message.conversation === conversation.id,
  );
  return row?.kind === 'whisper' ? (row.message.seq ?? 0) : 0;
}

/** The first unread message that calls the user and was not in sight yet; 0 without one. */
function nextCall(view: ConversationView, seen: number): number {
  const after = Math.max(view.readSeq, seen);
  // In order of seq, and only of messages where there is something.
  for (const [seq, { mentioned }] of view.own) if (seq > after && mentioned) return seq;
  return 0;
}

function Jump({ unread, jump }: { unread: number; jump: () => void }) {
  return (
    <button type="button" className="jump" onClick={jump}>
      <Icon name="down" />
      {unread > 0 ? t('conversation.jumpNew', { count: unread }) : t('conversation.jump')}
    </button>
  );
}
