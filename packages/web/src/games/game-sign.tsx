import { toneOf } from '../format/initials.ts';
import { gameSign } from './views.ts';

export function GameSign({ type }: { type: string }) {
  return (
    <span className={`avatar avatar-large avatar-room tone-${toneOf(type)}`} aria-hidden="true">
      {gameSign(type)}
    </span>
  );
}
