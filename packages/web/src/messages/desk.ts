// What the lines of one list share: where each stands, and what happens when something is done with it.
import type { OwnMessage } from '@hubbub/client';
import type { Message } from '@hubbub/protocol';
import { createContext, useContext } from 'react';
import type { ActName, Place } from './acts.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Acts that ask or show something first. */
export type DialogAct =
  'react' | 'recall' | 'hide' | 'delete' | 'who' | 'readers' | 'forward' | 'report';

export interface Desk {
  readonly place: (message: Message) => Place;
  /** What the user did to it. */
  readonly mine: (message: Message) => OwnMessage;
  readonly act: (name: ActName, message: Message, at: Point) => void;
  readonly react: (message: Message, emoji: string) => void;
  readonly openMenu: (message: Message, at: Point) => void;
  /** The message that is the list's stop for the keyboard, by `nameOf`. */
  readonly stop: string | undefined;
  readonly setStop: (name: string) => void;
  /** Shown for a moment: somebody came here. */
  readonly lit: string | undefined;
  /** Shows a message of the list's own conversation, wherever in its past it is. */
  readonly jump: (seq: number) => void;
  /** Seqs that were chosen; undefined while none can be. */
  readonly chosen: ReadonlySet<number> | undefined;
  readonly choose: (message: Message) => void;
}

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('rendered outside DeskContext');
  return desk;
}

export function nameOf({ conversation, seq }: Message): string {
  return `${conversation}/${seq ?? 0}`;
}
