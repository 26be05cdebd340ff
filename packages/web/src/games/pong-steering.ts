// Keys hold a direction; mouse and finger name a place, towards which the paddle is sent until it is there.
import type { GameSeat } from '@hubbub/client';
import { useEffect } from 'react';
import { field, type PongShape } from './shapes.ts';

type Move = -1 | 0 | 1;

const keys: Readonly<Record<string, Move>> = { ArrowUp: -1, w: -1, ArrowDown: 1, s: 1 };
/** So near is there. */
const near = 0.03;

export function useSteering(
  seat: GameSeat<PongShape>,
  place: { readonly current: HTMLElement | null },
): void {
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const steering = new Steering(seat, element);
    element.focus({ preventScroll: true });
    return () => steering.end();
  }, [seat, place]);
}

class Steering {
  #sent: Move = 0;
  #goal: number | undefined;
  readonly #ended = new AbortController();
  readonly #stop: () => void;

  constructor(
    readonly seat: GameSeat<PongShape>,
    readonly element: HTMLElement,
  ) {
    const { signal } = this.#ended;
    element.addEventListener('keydown', (event) => this.#key(event, true), { signal });
    element.addEventListener('keyup', (event) => this.#key(event, false), { signal });
    element.addEventListener('blur', () => this.#move(0), { signal });
    for (const name of ['pointerdown', 'pointermove'] as const)
      element.addEventListener(name, (event) => this.#point(event), { signal });
    for (const name of ['pointerup', 'pointercancel', 'pointerleave'] as const)
      element.addEventListener(name, () => this.#release(), { signal });
    this.#stop = seat.on('state', () => this.#follow());
  }

  end(): void {
    this.#ended.abort();
    this.#stop();
    this.#move(0);
  }

  #key(event: KeyboardEvent, isDown: boolean): void {
    const move = keys[event.key];
    if (move === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#goal = undefined;
    if (isDown) this.#move(move);
    else if (this.#sent === move) this.#move(0);
  }

  /** A mouse steers by where it is, a finger only while it is down. */
  #point(event: PointerEvent): void {
    const { top, height } = this.element.getBoundingClientRect();
    this.#goal = ((event.clientY - top) / height) * field.height;
    this.#follow();
  }

  #release(): void {
    this.#goal = undefined;
    this.#move(0);
  }

  #follow(): void {
    const own = this.seat.state?.paddles[this.seat.number];
    if (this.#goal === undefined || own === undefined) return;
    const way = this.#goal - own;
    this.#move(Math.abs(way) < near ? 0 : way < 0 ? -1 : 1);
  }

  #move(move: Move): void {
    if (move === this.#sent) return;
    this.#sent = move;
    this.seat.send({ move });
  }
}
