// What searching needs of the process: how often somebody may, and the indexer.
import type { AppId, UserId } from '@hubbub/protocol';
import type { Config } from '../config/table.ts';
import { Indexer } from '../features/message/indexer.ts';
import type { SearchNeeds } from '../features/message/search.ts';
import type { Clock } from '../ports/clock.ts';
import { memoryLimiter, type MakeLimiter } from '../ports/limiter.ts';
import { ratesOf } from '../rates.ts';
import type { Store } from '../store/store.ts';

interface SearchingParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
  readonly make: MakeLimiter | undefined;
}

export interface Searching {
  readonly needs: SearchNeeds;
  readonly indexer: Indexer;
}

export function createSearching({ config, make, ...parts }: SearchingParts): Searching {
  const rate = { perSecond: config.searchRate, burst: config.searchBurst };
  const searches = ratesOf('searches', rate, make ?? memoryLimiter);
  const charge = async (app: AppId, user: UserId) => searches?.charge(`${app}/${user}`, 1);
  return { needs: { searches: { charge } }, indexer: new Indexer(parts) };
}
