import { useGameState } from './use-seat.ts';
import type { GameViewProps } from './view-props.ts';
import { t } from '../strings.ts';

/** For a game this app has no picture of: what its developer wants to see first. */
export function PlainView({ seat }: GameViewProps) {
  const state = useGameState(seat);
  return (
    <div className="plain-view">
      <p className="quiet">{t('game.noView')}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre tabIndex={0} aria-label={t('game.state')}>
        {JSON.stringify(state, undefined, 2)}
      </pre>
    </div>
  );
}
