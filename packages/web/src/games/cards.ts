import type { StringKey } from '../strings.ts';
import type { Card, EightsState, Suit } from './shapes.ts';

export const suits: readonly Suit[] = ['c', 'd', 'h', 's'];

/** As text, not as emoji. */
const signs: Readonly<Record<Suit, string>> = {
  c: '♣\uFE0E',
  d: '♦\uFE0E',
  h: '♥\uFE0E',
  s: '♠\uFE0E',
};

const ranks = ['A', '2', '3', '4', '5', '6', '7', '8', '9', '10', 'J', 'Q', 'K'];

export function rankOf(card: Card): string {
  return card.slice(0, -1);
}

export function suitOf(card: Card): Suit {
  return suits.find((suit) => card.endsWith(suit)) ?? 's';
}

export function signOf(suit: Suit): string {
  return signs[suit];
}

export function suitKey(suit: Suit): StringKey {
  return `cards.suit.${suit}`;
}

/** The name of a rank that is said; a number says itself. */
export function rankKey(card: Card): StringKey | undefined {
  const rank = rankOf(card);
  return rank === 'A' || rank === 'J' || rank === 'Q' || rank === 'K'
    ? `cards.rank.${rank}`
    : undefined;
}

/** Suit by suit, low to high: a hand that keeps its order while it changes. */
export function inOrder(hand: readonly Card[]): readonly Card[] {
  const place = (card: Card): number =>
    suits.indexOf(suitOf(card)) * ranks.length + ranks.indexOf(rankOf(card));
  return hand.toSorted((a, b) => place(a) - place(b));
}

/** Whether the rules let this card be played on what lies there; the game decides. */
export function fits(card: Card, { top, suit }: Pick<EightsState, 'top' | 'suit'>): boolean {
  if (rankOf(card) === '8') return true;
  return suitOf(card) === suit || (top !== null && rankOf(card) === rankOf(top));
}
