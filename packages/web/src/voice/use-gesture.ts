// Holding records and letting go sends, unless the finger went away; a short press leaves it running until the next one, which is
// also what a key or a screen reader does.
import { useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import type { UseRecording } from './use-recording.ts';

const holdMs = 500;
const awayPixels = 80;
/** A click this soon after a pointer is that pointer's. */
const clickMs = 1000;

interface Press {
  readonly x: number;
  readonly at: number;
  readonly isFirst: boolean;
}

export function useGesture({ running, start, finish, cancel }: UseRecording) {
  const press = useRef<Press>(undefined);
  const lastUp = useRef(-clickMs);
  const [held, setHeld] = useState<'near' | 'away'>();
  const isAway = ({ clientX }: PointerEvent) =>
    Math.abs(clientX - (press.current?.x ?? clientX)) > awayPixels;
  const up = (event: PointerEvent) => {
    const { current } = press;
    const went = isAway(event);
    press.current = undefined;
    setHeld(undefined);
    lastUp.current = performance.now();
    if (!current || !running) return;
    const isHeld = performance.now() - current.at > holdMs;
    if (current.isFirst && isHeld && went) cancel();
    else if (!current.isFirst || isHeld) finish();
  };
  return {
    held,
    handlers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const isFirst = running === undefined;
        press.current = { x: event.clientX, at: performance.now(), isFirst };
        if (!isFirst) return;
        setHeld('near');
        start();
      },
      onPointerMove(event: PointerEvent) {
        if (press.current?.isFirst) setHeld(isAway(event) ? 'away' : 'near');
      },
      onPointerUp: up,
      onPointerCancel() {
        press.current = undefined;
        setHeld(undefined);
      },
      onClick({ detail }: MouseEvent) {
        // Of a key it has no detail.
        if (detail > 0 && performance.now() - lastUp.current < clickMs) return;
        if (running) finish();
        else start();
      },
      // A long press is ours.
      onContextMenu: (event: MouseEvent) => event.preventDefault(),
    },
  };
}
