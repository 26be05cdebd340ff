import { t, type StringKey } from '../strings.ts';

/** What waits in a tab: a number of things, or only that there is something. */
export interface News {
  readonly count: number;
  /** Says what is counted, to who cannot see the dot. */
  readonly label: StringKey;
  readonly isOnlyDot?: boolean;
}

export function Dot({ news: { count, label, isOnlyDot = false } }: { news: News }) {
  if (count === 0) return null;
  return (
    <span className={`dot ${isOnlyDot ? 'dot-plain' : ''}`}>
      {!isOnlyDot && <span aria-hidden="true">{count > 99 ? '99+' : count}</span>}
      <span className="only-read">{t(label, { count })}</span>
    </span>
  );
}
