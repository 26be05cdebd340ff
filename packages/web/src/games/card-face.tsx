import { t } from '../strings.ts';
import { rankKey, rankOf, signOf, suitKey, suitOf } from './cards.ts';
import type { Card } from './shapes.ts';

/** Decoration: who cannot see it is told the name. */
export function CardFace({ card }: { card: Card }) {
  const suit = suitOf(card);
  return (
    <span className={`card-face suit-${suit}`} aria-hidden="true">
      <span className="card-rank">{rankOf(card)}</span>
      <span className="card-sign">{signOf(suit)}</span>
    </span>
  );
}

/** "Ace of spades" */
export function cardName(card: Card): string {
  const key = rankKey(card);
  return t('cards.name', { rank: key ? t(key) : rankOf(card), suit: t(suitKey(suitOf(card))) });
}
