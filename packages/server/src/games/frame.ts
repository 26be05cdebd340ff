// The events of games as bytes, once for all who get them: made in the game's own thread, in the binary codec. The main
// thread sends them as they are, and reads them again only for sockets of the JSON codec.
import {
  codecs,
  Game_End,
  Game_State,
  type Event,
  type GameEvent,
  type Reason_Code,
} from '@hubbub/protocol';
import type { EndReason } from './game.ts';
import type { SeatsState } from '../ports/placement.ts';

export type Told =
  | {
      readonly case: 'state' | 'patch';
      readonly value: { own: boolean; number: number; tick: number; data: Uint8Array };
    }
  | { readonly case: 'message'; readonly value: string }
  | { readonly case: 'seats'; readonly value: SeatsState }
  | { readonly case: 'ended'; readonly value: { end: EndReason; result: string } };

/** Says that a device has no seat any more. */
export function leftFrame(game: string, reason: Reason_Code): Uint8Array<ArrayBuffer> {
  return frameOf(game, { case: 'left', value: reason });
}

/** Says, in its place, that a game is over. */
export function endedFrame(game: string, end: EndReason): Uint8Array<ArrayBuffer> {
  return eventFrame(game, { case: 'ended', value: { end, result: '' } });
}

/** Says that the game goes on in another place. */
export function movedFrame(game: string): Uint8Array<ArrayBuffer> {
  return frameOf(game, { case: 'moved', value: true });
}

/** The frame of an event of the game `id`. */
export function eventFrame(game: string, told: Told): Uint8Array<ArrayBuffer> {
  return frameOf(game, wireOf(told));
}

function frameOf(game: string, told: object): Uint8Array<ArrayBuffer> {
  const value = { game, event: told } as unknown as GameEvent;
  const event = { event: { case: 'game', value } } as Event;
  return codecs.proto.encodeEvent(event) as Uint8Array<ArrayBuffer>;
}

function wireOf(told: Told): object {
  if (told.case === 'seats') {
    const { seats, isRunning, isLocked } = told.value;
    const state = isRunning ? Game_State.RUNNING : Game_State.WAITING;
    return { case: 'seats', value: { state, locked: isLocked, seats } };
  }
  if (told.case === 'ended') {
    const { end, result } = told.value;
    return { case: 'ended', value: { end: Game_End[end], result } };
  }
  return told;
}
