// The frame of everything after login: the tabs and, beside or above them, what the address names.
import { Suspense, useEffect } from 'react';
import { matchRoute, useLocation, useRouter } from 'wouter';
import { ConnectionBanner } from '../components/connection-banner.tsx';
import { LoadFailed } from '../components/load-failed.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { TabBar } from '../components/tab-bar.tsx';
import { useAppState } from '../state/app-state.ts';
import { useShortcut } from '../state/shortcuts.ts';
import { useHurry } from '../state/use-hurry.ts';
import { t } from '../strings.ts';
import { areas, firstTab, tabs } from '../tabs.tsx';
import { Background } from './background.tsx';
import { Overlays } from './overlays.tsx';

/** What the switcher offers besides conversations and people. */
const places = [
  ...tabs.map(({ home, label, icon }) => ({ path: home, label, icon })),
  { path: '/rooms', label: 'rooms.title', icon: 'search' },
  { path: '/settings', label: 'settings.title', icon: 'settings' },
] as const;

export function MainScreen() {
  const { trail, shortcuts } = useAppState();
  const [path, navigate] = useLocation();
  const { area, content } = useShown(path);
  useHurry();
  useShortcut('search.open', () => navigate('/search'));
  useEffect(() => trail.follow(), [trail]);
  useEffect(() => shortcuts.follow(), [shortcuts]);
  useEffect(() => trail.visit(path, area.name), [trail, path, area]);
  return (
    <div className={`frame ${path === area.home ? 'frame-home' : 'frame-deep'}`}>
      <TabBar tabs={tabs} current={area.name} />
      <div className="frame-body">
        <ConnectionBanner />
        <Background />
        <LoadFailed key={area.name}>
          <Suspense fallback={<Loading />}>{content}</Suspense>
        </LoadFailed>
      </div>
      <Overlays places={places} />
    </div>
  );
}

function useShown(path: string) {
  const { parser } = useRouter();
  for (const area of areas) {
    for (const [pattern, draw] of Object.entries(area.routes)) {
      const [fits, params] = matchRoute<{ id?: string }>(parser, pattern, path);
      if (fits) return { area, content: draw(params.id ?? '') };
    }
  }
  // An address that nothing has: where the app begins.
  return { area: firstTab, content: firstTab.routes['/']?.('') };
}

function Loading() {
  return (
    <main className="opening">
      <h1 className="only-read">{t('app.name')}</h1>
      <Skeleton />
    </main>
  );
}
