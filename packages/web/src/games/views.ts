// How each game that comes with Hubbub is called and drawn. One that is not here is still playable by other clients: its
// screen shows the seats, the chat and the bare state.
import type { ComponentType } from 'react';
import { t, type StringKey } from '../strings.ts';
import { EightsView } from './eights-view.tsx';
import { PlainView } from './plain-view.tsx';
import { PongView } from './pong-view.tsx';
import type { GameViewProps } from './view-props.ts';

interface GameKind {
  readonly name: StringKey;
  readonly hint: StringKey;
  readonly sign: string;
  readonly View: ComponentType<GameViewProps>;
}

const kinds: Readonly<Record<string, GameKind>> = {
  pong: { name: 'game.pong', hint: 'game.pongHint', sign: '◐\uFE0E', View: PongView },
  eights: { name: 'game.eights', hint: 'game.eightsHint', sign: '♠\uFE0E', View: EightsView },
};

/** A relay has no code and so no picture: programs meet in it, not people. */
export function isForPeople({ type }: { readonly type: string }): boolean {
  return type !== 'relay';
}

export function gameName(type: string): string {
  const kind = kinds[type];
  return kind ? t(kind.name) : type;
}

export function gameHint(type: string): string {
  const kind = kinds[type];
  return kind ? t(kind.hint) : '';
}

export function gameSign(type: string): string {
  return kinds[type]?.sign ?? '◆';
}

export function viewOf(type: string): ComponentType<GameViewProps> {
  return kinds[type]?.View ?? PlainView;
}
