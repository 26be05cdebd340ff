import type { ReactNode } from 'react';
import { Problem } from '../components/form.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { t } from '../strings.ts';
import { MomentCard } from './moment-card.tsx';
import type { MomentList } from './use-moments.ts';

/** A list of moments with the way to older ones. */
export function Feed({ list, empty }: { list: MomentList; empty: ReactNode }) {
  const { moments, isLoading, problem, next, more, change } = list;
  return (
    <>
      <Problem text={problem} />
      {isLoading && moments.length === 0 && <Skeleton />}
      {!isLoading && moments.length === 0 && next === '' && !problem && empty}
      <ol className="feed">
        {moments.map((moment) => (
          <li key={moment.id}>
            <MomentCard moment={moment} change={change} />
          </li>
        ))}
      </ol>
      {next !== '' && (
        <button type="button" className="button rooms-more" disabled={isLoading} onClick={more}>
          {t('moment.more')}
        </button>
      )}
    </>
  );
}
