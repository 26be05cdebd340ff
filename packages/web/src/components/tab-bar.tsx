import { Link } from 'wouter';
import { useAppState } from '../state/app-state.ts';
import { useNarrow } from '../state/use-narrow.ts';
import { t, type StringKey } from '../strings.ts';
import { AccountMenu } from './account-menu.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Dot, type News } from './dot.tsx';

export interface TabLink {
  readonly name: string;
  readonly home: string;
  readonly label: StringKey;
  readonly icon: IconName;
  readonly useNews: () => News;
}

interface TabBarProps {
  readonly tabs: readonly TabLink[];
  readonly current: string;
}

/** A rail at the left; on a phone a bar at the bottom, without the account. */
export function TabBar({ tabs, current }: TabBarProps) {
  const isNarrow = useNarrow();
  return (
    <nav className="tab-bar" aria-label={t('tab.label')}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.name}>
            <TabItem tab={tab} isCurrent={tab.name === current} />
          </li>
        ))}
      </ul>
      {!isNarrow && <AccountMenu />}
    </nav>
  );
}

function TabItem({ tab, isCurrent }: { tab: TabLink; isCurrent: boolean }) {
  const { trail } = useAppState();
  const isNarrow = useNarrow();
  // Where it was left; chosen again, its beginning.
  const left = isNarrow || isCurrent ? undefined : trail.lastOf(tab.name);
  return (
    <Link href={left ?? tab.home} className="tab" aria-current={isCurrent ? 'page' : undefined}>
      <Icon name={tab.icon} />
      <span className="tab-label">{t(tab.label)}</span>
      <Dot news={tab.useNews()} />
    </Link>
  );
}
