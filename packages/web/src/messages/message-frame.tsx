// The frame of a message with which something can be done: a toolbar under the mouse, a menu by right click, long press or
// key, letters for what is done often.
import type { Message } from '@hubbub/protocol';
import {
  lazy,
  Suspense,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { isPressed } from '../keys.ts';
import { acts, offered, type ActName } from './acts.ts';
import { nameOf, useDesk, type Point } from './desk.ts';

export const loadTools = () => import('./tools.tsx');
const Toolbar = lazy(async () => ({ default: (await loadTools()).Toolbar }));

const longPressMs = 450;
/** A finger that went further is scrolling. */
const stillPixels = 10;

interface MessageFrameProps {
  readonly message: Message;
  readonly className: string;
  readonly children: ReactNode;
}

export function MessageFrame({ message, className, children }: MessageFrameProps) {
  const desk = useDesk();
  const [isNear, setNear] = useState(false);
  const element = useRef<HTMLElement>(null);
  const press = useLongPress((at) => desk.openMenu(message, at));
  const name = nameOf(message);
  const isStop = desk.stop === name;
  const isChosen = desk.chosen?.has(message.seq ?? 0) ?? false;
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== element.current) return;
    const at = middleOf(element.current);
    const act = offered(message, desk.place(message)).find((one) => isActPressed(one, event));
    if (isPressed('message.menu', event)) desk.openMenu(message, at);
    else if (event.key === ' ' && desk.chosen) desk.choose(message);
    else if (act) desk.act(act, message, at);
    else return;
    event.preventDefault();
  };
  const onContextMenu = (event: MouseEvent) => {
    // The browser's own menu is better for a link and for what was selected.
    if (isOfBrowser(event.target)) return;
    event.preventDefault();
    if (press.wasLong()) return;
    const isByKey = event.clientX === 0 && event.clientY === 0;
    const at = isByKey ? middleOf(element.current) : { x: event.clientX, y: event.clientY };
    desk.openMenu(message, at);
  };
  const classes = [
    className,
    desk.lit === name && 'message-lit',
    message.pinned && 'message-pinned',
    desk.mine(message).mentioned && 'message-calls',
    isChosen && 'message-chosen',
  ];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the menu is a button of the toolbar too
    <article
      ref={element}
      className={classes.filter(Boolean).join(' ')}
      data-name={name}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrows go from message to message
      tabIndex={isStop ? 0 : -1}
      onFocus={() => desk.setStop(name)}
      onPointerEnter={(event) => setNear(event.pointerType === 'mouse')}
      onPointerLeave={() => setNear(false)}
      onKeyDown={onKey}
      onContextMenu={onContextMenu}
      onClickCapture={(event) => {
        if (!desk.chosen) return;
        event.preventDefault();
        event.stopPropagation();
        desk.choose(message);
      }}
      {...press.handlers}
    >
      {children}
      {desk.chosen && (
        <span className="message-choice" aria-hidden="true" data-chosen={isChosen || undefined} />
      )}
      {(isNear || isStop) && !desk.chosen && (
        <Suspense>
          <Toolbar message={message} />
        </Suspense>
      )}
    </article>
  );
}

function isActPressed(name: ActName, event: KeyboardEvent): boolean {
  const { key } = acts[name];
  return key !== undefined && isPressed(key, event);
}

function middleOf(element: HTMLElement | null): Point {
  const box = element?.getBoundingClientRect();
  return box ? { x: box.left + 64, y: box.top + Math.min(box.height, 40) } : { x: 0, y: 0 };
}

function isOfBrowser(target: EventTarget): boolean {
  if (getSelection()?.isCollapsed === false) return true;
  return target instanceof Element && target.closest('a') !== null;
}

/** For fingers: a mouse has a right button. Some systems tell of a long press themselves, too. */
function useLongPress(run: (at: Point) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef<Point>(undefined);
  const lastAt = useRef(-Infinity);
  const stop = () => clearTimeout(timer.current);
  return {
    wasLong: () => performance.now() - lastAt.current < 1000,
    handlers: {
      onPointerDown: ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
        if (pointerType === 'mouse') return;
        start.current = { x, y };
        stop();
        timer.current = setTimeout(() => {
          lastAt.current = performance.now();
          run({ x, y });
        }, longPressMs);
      },
      onPointerMove: ({ clientX, clientY }: PointerEvent) => {
        const { x = 0, y = 0 } = start.current ?? {};
        if (Math.hypot(clientX - x, clientY - y) > stillPixels) stop();
      },
      onPointerUp: stop,
      onPointerCancel: stop,
    },
  };
}
