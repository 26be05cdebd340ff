// A box beside where one pointed, on a phone at the lower edge, over everything. The browser's own light dismissal would
// close it when the finger that opened it is lifted, so what lies around it closes it, and Escape.
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import type { Point } from './desk.ts';

interface FloatingProps {
  readonly at: Point;
  readonly close: () => void;
  readonly children: ReactNode;
}

const edge = 8;

export function Floating({ at, close, children }: FloatingProps) {
  const around = useRef<HTMLDivElement>(null);
  const isPressed = useRef(false);
  // Opens before the effects of whoever renders it, which move the focus inside.
  const opened = (element: HTMLDivElement | null) => {
    around.current = element;
    const box = element?.firstElementChild;
    if (!element || !(box instanceof HTMLElement) || element.matches(':popover-open')) return;
    element.showPopover();
    putBeside(box, at);
  };
  useLayoutEffect(() => {
    const before = document.activeElement;
    const element = around.current;
    return () => {
      const { activeElement } = document;
      // Whoever was given the focus meanwhile keeps it.
      const isOurs = activeElement === document.body || element?.contains(activeElement);
      if (isOurs && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- Escape does the same
    <div
      ref={opened}
      popover="manual"
      className="floating-around"
      onPointerDownCapture={() => {
        isPressed.current = true;
      }}
      onClickCapture={(event) => {
        // The finger that opened it, lifted over something that was not there when it came down.
        if (!isPressed.current && event.detail > 0) event.stopPropagation();
        else if (event.target === event.currentTarget) close();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        if (isPressed.current && event.target === event.currentTarget) close();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== 'Tab') return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <div className="floating">{children}</div>
    </div>
  );
}

function putBeside(box: HTMLElement, { x, y }: Point): void {
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${Math.max(edge, Math.min(x, innerWidth - width - edge))}px`;
  box.style.top = `${Math.max(edge, Math.min(y, innerHeight - height - edge))}px`;
}
