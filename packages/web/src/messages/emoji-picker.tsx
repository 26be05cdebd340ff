import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { isComposing } from '../keys.ts';
import { useLanguage } from '../state/language.ts';
import { noteEmoji, recentEmoji } from '../state/recent-emoji.ts';
import { t, type StringKey } from '../strings.ts';
import type { Point } from './desk.ts';
import { findEmoji, loadEmoji, type Emoji } from './emoji-data.ts';
import { Floating } from './floating.tsx';
import './emoji-picker.css';

/** The data's groups as the tabs show them: which, its sign, its name. */
const groups: readonly (readonly [group: number, sign: string, label: StringKey])[] = [
  [0, '😀', 'emoji.smileys'],
  [1, '🧑', 'emoji.people'],
  [3, '🐻', 'emoji.nature'],
  [4, '🍔', 'emoji.food'],
  [5, '🚗', 'emoji.travel'],
  [6, '⚽', 'emoji.activities'],
  [7, '💡', 'emoji.objects'],
  [8, '🔣', 'emoji.symbols'],
  [9, '🏁', 'emoji.flags'],
];
const columns = 8;
const mostFound = 96;
const mostRecent = 16;
const recent = -1;

interface EmojiPickerProps {
  readonly at: Point;
  readonly choose: (emoji: string) => void;
  readonly close: () => void;
}

/** All emoji, by group or by words. One tab stop in the grid, arrows move in it. */
export default function EmojiPicker({ at, choose, close }: EmojiPickerProps) {
  const language = useLanguage();
  const [all, setAll] = useState<readonly Emoji[]>();
  const [isFailed, setFailed] = useState(false);
  const [group, setGroup] = useState(recent);
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    loadEmoji(language).then(setAll, () => setFailed(true));
    search.current?.focus();
  }, [language]);
  const shown = shownOf(all, group, query.trim());
  const pick = (emoji: string) => {
    noteEmoji(emoji);
    close();
    choose(emoji);
  };
  const onSearchKey = (event: KeyboardEvent) => {
    const first = shown[0];
    if (event.key === 'Enter' && first && !isComposing(event.nativeEvent)) pick(first.unicode);
    else if (event.key !== 'ArrowDown') return;
    else document.querySelector<HTMLElement>('.emoji-grid button')?.focus();
    event.preventDefault();
  };
  return (
    <Floating at={at} close={close}>
      <section className="emoji-picker" aria-label={t('emoji.title')}>
        <input
          ref={search}
          type="search"
          className="input"
          aria-label={t('emoji.search')}
          placeholder={t('emoji.search')}
          value={query}
          onChange={({ target }) => setQuery(target.value)}
          onKeyDown={onSearchKey}
        />
        <div className="emoji-groups">
          {([[recent, '🕘', 'emoji.recent'], ...groups] as const).map(([one, sign, label]) => (
            <button
              key={one}
              type="button"
              aria-label={t(label)}
              aria-pressed={!query && group === one}
              title={t(label)}
              onClick={() => {
                setQuery('');
                setGroup(one);
              }}
            >
              {sign}
            </button>
          ))}
        </div>
        <Grid key={`${group} ${query}`} emoji={shown} pick={pick} />
        {isFailed && <p role="alert">{t('error.network')}</p>}
        {all && shown.length === 0 && <p className="quiet emoji-none">{t('emoji.none')}</p>}
      </section>
    </Floating>
  );
}

function shownOf(
  all: readonly Emoji[] | undefined,
  group: number,
  query: string,
): readonly Emoji[] {
  if (query) return findEmoji(all ?? [], query, mostFound);
  if (group !== recent) return (all ?? []).filter((one) => one.group === group);
  const used = recentEmoji(mostRecent).map(
    (unicode) =>
      all?.find((one) => one.unicode === unicode) ?? {
        unicode,
        label: unicode,
        words: '',
        group: recent,
        codes: [],
      },
  );
  const isUsed = new Set(used.map(({ unicode }) => unicode));
  const smileys = (all ?? []).filter((one) => one.group === 0 && !isUsed.has(one.unicode));
  return [...used, ...smileys.slice(0, 48)];
}

interface GridProps {
  readonly emoji: readonly Emoji[];
  readonly pick: (emoji: string) => void;
}

function Grid({ emoji, pick }: GridProps) {
  const [stop, setStop] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const to =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? emoji.length - 1
          : stop + (step ?? Number.NaN);
    if (Number.isNaN(to)) return;
    event.preventDefault();
    const at = Math.max(0, Math.min(to, emoji.length - 1));
    setStop(at);
    const button = grid.current?.children[at];
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys bubble up from the buttons
    <div ref={grid} className="emoji-grid" onKeyDown={move}>
      {emoji.map(({ unicode, label }, at) => (
        <button
          key={unicode}
          type="button"
          aria-label={label}
          title={label}
          tabIndex={at === stop ? 0 : -1}
          onFocus={() => setStop(at)}
          onClick={() => pick(unicode)}
        >
          {unicode}
        </button>
      ))}
    </div>
  );
}
