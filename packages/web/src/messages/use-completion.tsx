// Names after @ and emoji after : while writing. The list stands above the composer; the field keeps the focus.
import { hasRight, Conversation_Kind as Kind } from '@hubbub/protocol';
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Avatar } from '../components/avatar.tsx';
import { useLanguage } from '../state/language.ts';
import { noteEmoji } from '../state/recent-emoji.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { completionQuery } from './completion-query.ts';
import type { Emoji } from './emoji-data.ts';
import { placeIn } from './use-place.ts';

const most = 8;

interface Option {
  readonly key: string;
  /** What is written in place of the query. */
  readonly text: string;
  /** Whom that calls. */
  readonly to?: string;
  /** What a closing colon after it takes it by. */
  readonly codes?: readonly string[];
  readonly draw: ReactNode;
}

interface CompletionParts {
  readonly conversation: string;
  /** What stands before the caret. */
  readonly before: string;
  readonly put: (from: number, option: Pick<Option, 'text' | 'to'>) => void;
}

export interface Completion {
  readonly box: ReactNode;
  /** @returns whether the key was the list's */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly input: { readonly 'aria-controls'?: string; readonly 'aria-activedescendant'?: string };
}

export function useCompletion({ conversation, before, put }: CompletionParts): Completion {
  const id = useId();
  const query = completionQuery(before);
  const [state, setState] = useState({ before: '', at: 0, isClosed: false });
  const current = state.before === before ? state : { before, at: 0, isClosed: false };
  const people = usePeople(conversation, query?.sign === '@' ? query.text : undefined);
  const emoji = useEmoji(query?.sign === ':' ? query.text : undefined);
  const options = current.isClosed ? [] : query?.sign === '@' ? people : emoji;
  if (!query || options.length === 0) return { box: null, onKey: () => false, input: {} };
  const at = Math.min(current.at, options.length - 1);
  const choose = (option: Option) => {
    if (option.to === undefined) noteEmoji(option.text);
    put(query.from, option);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const option =
      event.key === ':' ? options.find(({ codes }) => codes?.includes(query.text)) : options[at];
    if (step) setState({ ...current, at: (at + step + options.length) % options.length });
    else if (event.key === 'Escape') setState({ ...current, isClosed: true });
    else if (option && isTaking(event)) choose(option);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const box = (
    <div
      id={id}
      className="completion"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot be the list of a field
      role="listbox"
      aria-label={t(query.sign === '@' ? 'mention.list' : 'emoji.title')}
    >
      {options.map((option, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the keys
        <div
          key={option.key}
          id={`${id}${index}`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- of such a list
          role="option"
          aria-selected={index === at}
          tabIndex={-1}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(option)}
        >
          {option.draw}
        </div>
      ))}
    </div>
  );
  return { box, onKey, input: { 'aria-controls': id, 'aria-activedescendant': `${id}${at}` } };
}

/** The one that is being written, where there are several. */
function Code({ codes, query }: { codes: readonly string[]; query: string }) {
  const code = codes.find((one) => one.startsWith(query)) ?? codes[0];
  return code && <span className="quiet">:{code}:</span>;
}

function isTaking({ key, shiftKey }: KeyboardEvent): boolean {
  return (key === 'Enter' && !shiftKey) || key === 'Tab' || key === ':';
}

function usePeople(conversation: string, query: string | undefined): readonly Option[] {
  const { state } = useClient();
  const { name, user } = useNames();
  const me = useMe();
  const view = query === undefined ? undefined : state.conversation(conversation);
  if (query === undefined || !view) return [];
  const { conversation: head, members } = view;
  const isCrowd = head.kind === Kind.GROUP || head.kind === Kind.ROOM;
  const ids = isCrowd ? members.map((member) => member.user) : head.users;
  const wanted = query.toLocaleLowerCase();
  const fits = (word: string) =>
    word
      .toLocaleLowerCase()
      .split(' ')
      .some((part) => part.startsWith(wanted));
  const people = ids
    .filter((id) => id !== me.id && (fits(name(id)) || fits(user(id)?.username ?? '')))
    .toSorted((a, b) => name(a).localeCompare(name(b)))
    .slice(0, most)
    .map((id) => ({
      key: id,
      text: name(id),
      to: id,
      draw: (
        <>
          <Avatar id={id} name={name(id)} size="small" />
          <bdi>{name(id)}</bdi>
          <span className="quiet">{user(id)?.username}</span>
        </>
      ),
    }));
  const role = members.find((member) => member.user === me.id)?.role;
  const place = placeIn(head, { me: me.id, windows: state.windows });
  const all = t('mention.all');
  if (!isCrowd || !hasRight('mentionAll', role ? { ...place, role } : place) || !fits(all))
    return people;
  const everybody = (
    <>
      <strong>@{all}</strong>
      <span className="quiet">{t('mention.allHint')}</span>
    </>
  );
  return [...people, { key: 'all', text: all, to: 'all', draw: everybody }];
}

function useEmoji(query: string | undefined): readonly Option[] {
  const find = useFindEmoji(query !== undefined);
  if (query === undefined || find === undefined) return [];
  return find(query).map(({ unicode, label, codes }) => ({
    key: unicode,
    text: unicode,
    codes,
    draw: (
      <>
        <span className="completion-emoji">{unicode}</span>
        <span>{label}</span>
        <Code codes={codes} query={query} />
      </>
    ),
  }));
}

type FindEmoji = (query: string) => readonly Emoji[];

/** Loaded once it is wanted; then what is offered is always what the words before the caret mean, however fast they are written. */
function useFindEmoji(isWanted: boolean): FindEmoji | undefined {
  const language = useLanguage();
  const [find, setFind] = useState<FindEmoji>();
  useEffect(() => {
    if (!isWanted) return undefined;
    let over = false;
    import('./emoji-data.ts')
      .then(async ({ findEmoji, loadEmoji }) => {
        const all = await loadEmoji(language);
        if (!over) setFind(() => (query: string) => findEmoji(all, query, most));
      })
      // Without them a colon is a colon.
      .catch(() => undefined);
    return () => {
      over = true;
    };
  }, [isWanted, language]);
  return find;
}
