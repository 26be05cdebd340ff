// The toolbar and the menu of a message; loaded when the first conversation is there, not before.
import type { Message } from '@hubbub/protocol';
import { useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { Icon } from '../components/icon.tsx';
import { shortcuts } from '../keys.ts';
import { recentEmoji } from '../state/recent-emoji.ts';
import { t } from '../strings.ts';
import { acts, offered, type ActName } from './acts.ts';
import { useDesk, type Point } from './desk.ts';
import { Floating } from './floating.tsx';
import './tools.css';

const onToolbar: readonly ActName[] = ['react', 'reply', 'edit', 'forward'];

export function Toolbar({ message }: { message: Message }) {
  const desk = useDesk();
  const names = offered(message, desk.place(message)).filter((name) => onToolbar.includes(name));
  const at = (button: HTMLElement): Point => {
    const box = button.getBoundingClientRect();
    return { x: box.left, y: box.bottom + 4 };
  };
  return (
    <div className="tools" role="toolbar" aria-label={t('act.tools')}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          className="icon-button"
          aria-label={t(acts[name].label)}
          title={t(acts[name].label)}
          onClick={(event) => desk.act(name, message, at(event.currentTarget))}
        >
          <Icon name={acts[name].icon} />
        </button>
      ))}
      <button
        type="button"
        className="icon-button"
        aria-label={t('act.more')}
        aria-haspopup="menu"
        title={t('act.more')}
        onClick={(event) => desk.openMenu(message, at(event.currentTarget))}
      >
        <Icon name="more" />
      </button>
    </div>
  );
}

interface ActMenuProps {
  readonly message: Message;
  readonly at: Point;
  readonly close: () => void;
}

const quick = 6;

export function ActMenu({ message, at, close }: ActMenuProps) {
  const desk = useDesk();
  const menu = useRef<HTMLDivElement>(null);
  const names = offered(message, desk.place(message));
  const { reactions } = desk.mine(message);
  useLayoutEffect(() => {
    menu.current?.querySelector<HTMLElement>('.act-row [role="menuitem"]')?.focus();
  }, []);
  const run = (action: () => void) => () => {
    close();
    action();
  };
  return (
    <Floating at={at} close={close}>
      <div
        ref={menu}
        role="menu"
        tabIndex={-1}
        aria-label={t('act.menu')}
        className="acts"
        onKeyDown={(event) => moveIn(menu.current, event)}
      >
        {names.includes('react') && (
          <div className="act-emoji">
            {recentEmoji(quick).map((emoji) => (
              <button
                key={emoji}
                type="button"
                role="menuitemcheckbox"
                aria-checked={reactions.includes(emoji)}
                tabIndex={-1}
                aria-label={t('reaction.add', { emoji })}
                onClick={run(() => desk.react(message, emoji))}
              >
                {emoji}
              </button>
            ))}
            <button
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-label={t('act.react')}
              onClick={run(() => desk.act('react', message, at))}
            >
              <Icon name="plus" />
            </button>
          </div>
        )}
        <div className="act-row">
          {names
            .filter((name) => name !== 'react')
            .map((name) => (
              <button
                key={name}
                type="button"
                role="menuitem"
                tabIndex={-1}
                aria-keyshortcuts={keyOf(name)}
                className={acts[name].isDanger ? 'act-danger' : undefined}
                onClick={run(() => desk.act(name, message, at))}
              >
                <Icon name={acts[name].icon} />
                <span>{t(acts[name].label)}</span>
                {keyOf(name) && <kbd aria-hidden="true">{keyOf(name)}</kbd>}
              </button>
            ))}
        </div>
      </div>
    </Floating>
  );
}

function keyOf(name: ActName): string | undefined {
  const { key } = acts[name];
  return key && shortcuts[key].keys[0].toUpperCase();
}

/** Up and down go by lines, and the row of emoji is one; left and right go by items. */
function moveIn(menu: HTMLElement | null, event: KeyboardEvent): void {
  const items = [...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
  const emoji = items.filter((item) => item.closest('.act-emoji')).length;
  const at = items.findIndex((item) => item === document.activeElement);
  const inEmoji = at < emoji;
  const to = {
    ArrowDown: inEmoji ? emoji : at + 1,
    ArrowUp: inEmoji ? items.length - 1 : Math.max(at - 1, 0),
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length]?.focus();
}
