// The quick switcher: type a few letters, Enter goes there. The field keeps the focus; the list is moved through from it.
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { Avatar } from '../components/avatar.tsx';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { Modal } from '../components/modal.tsx';
import { useTask } from '../components/use-task.ts';
import { isComposing, isPressed, keyNames, pressedOf } from '../keys.ts';
import { useRooms } from '../state/use-rooms.ts';
import { t } from '../strings.ts';
import './texts.ts';
import '../style/keys.css';
import { matching, type Candidate, type Place } from './candidates.ts';
import { useCandidates } from './use-candidates.ts';

interface SwitcherProps {
  readonly places: readonly Place[];
  readonly close: () => void;
}

export default function Switcher({ places, close }: SwitcherProps) {
  const [, navigate] = useLocation();
  const rooms = useRooms();
  const task = useTask();
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const isAsking = rooms.query.trim() !== '';
  const all = useCandidates(isAsking ? rooms.found : [], places);
  const found = matching(all, rooms.query);
  const at = Math.min(chosen, found.length - 1);

  const open = (candidate: Candidate | undefined) => {
    if (!candidate) return;
    task.run(async () => {
      const path = await candidate.open();
      close();
      navigate(path);
    });
  };
  const onKey = (event: KeyboardEvent) => {
    // Its keys choose among what the input method offers.
    if (isComposing(event.nativeEvent)) return;
    const to = target(event, at, found.length);
    if (to !== undefined) {
      event.preventDefault();
      setChosen(to);
    } else if (isPressed('switcher.open', event)) {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      open(found[at]);
    }
  };

  return (
    <Modal className="dialog switcher" name={{ label: t('switcher.title') }} close={close}>
      <div className="switcher-body">
        <div className="switcher-search">
          <Icon name="search" />
          <input
            className="switcher-input"
            role="combobox"
            aria-label={t('switcher.search')}
            aria-expanded={found.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={found[at] && `${list}-${at}`}
            placeholder={t('switcher.search')}
            autoComplete="off"
            spellCheck={false}
            maxLength={80}
            dir="auto"
            value={rooms.query}
            onChange={(event) => {
              rooms.search(event.target.value);
              setChosen(0);
            }}
            onKeyDown={onKey}
          />
        </div>
        <Problem text={task.problem} />
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select cannot be the list of a field */}
        <div id={list} role="listbox" aria-label={t('switcher.found')} className="switcher-list">
          {found.map((candidate, index) => (
            <Option
              key={candidate.key}
              id={`${list}-${index}`}
              candidate={candidate}
              isChosen={index === at}
              choose={() => setChosen(index)}
              open={() => open(candidate)}
            />
          ))}
        </div>
        <output className={found.length === 0 ? 'switcher-none quiet' : 'only-read'}>
          {found.length === 0 && (isAsking ? none(rooms) : t('switcher.empty'))}
        </output>
        <p className="switcher-hint quiet" aria-hidden="true">
          {t('switcher.hint', { move: '↑↓', open: keyOf('Enter'), close: keyOf('Escape') })}
        </p>
      </div>
    </Modal>
  );
}

function none({ query, isLoading }: { query: string; isLoading: boolean }): string {
  return isLoading ? t('rooms.loading') : t('switcher.none', { query });
}

interface OptionProps {
  readonly id: string;
  readonly candidate: Candidate;
  readonly isChosen: boolean;
  readonly choose: () => void;
  readonly open: () => void;
}

function Option({ id, candidate, isChosen, choose, open }: OptionProps) {
  const { sign, title, detail, unread } = candidate;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    // The field has the focus and the keys; an `option` outside a `select` has no look of its own.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={row}
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      aria-selected={isChosen}
      className="switcher-option"
      onPointerMove={isChosen ? undefined : choose}
      onClick={open}
    >
      {'icon' in sign ? (
        <span className="switcher-sign">
          <Icon name={sign.icon} />
        </span>
      ) : (
        <Avatar id={sign.avatar} name={title} room={sign.room} size="small" />
      )}
      <bdi className="switcher-title">{title}</bdi>
      <span className="switcher-detail quiet">{detail}</span>
      {unread > 0 && (
        <span className="badge">
          <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
          <span className="only-read">{t('list.unread', { count: unread })}</span>
        </span>
      )}
    </div>
  );
}

function target(event: KeyboardEvent, at: number, length: number): number | undefined {
  const key = pressedOf(['list.next', 'list.previous'], event);
  if (key === undefined || length === 0) return undefined;
  return (at + (key === 'list.next' ? 1 : -1) + length) % length;
}

function keyOf(chord: string): string {
  return keyNames(chord).join('');
}
