// The frame of everything after login: the tabs and, beside or above them, what the address names.
import { Suspense, useEffect } from 'react';
import { matchRoute, useLocation, useRouter } from 'wouter';
import { ConnectionBanner } from '../components/connection-banner.tsx';
import { LoadFailed } from '../components/load-failed.tsx';
import { TabBar } from '../components/tab-bar.tsx';
import { useAppState } from '../state/app-state.ts';
import { useHurry } from '../state/use-hurry.ts';
import { t } from '../strings.ts';
import { firstTab, places, tabs } from '../tabs.tsx';

export function MainScreen() {
  const { trail } = useAppState();
  const [path] = useLocation();
  const { place, content } = useShown(path);
  useHurry();
  useEffect(() => trail.follow(), [trail]);
  useEffect(() => trail.visit(path, place.name), [trail, path, place]);
  return (
    <div className={`frame ${path === place.home ? 'frame-home' : 'frame-deep'}`}>
      <TabBar tabs={tabs} current={place.name} />
      <div className="frame-body">
        <ConnectionBanner />
        <LoadFailed key={place.name}>
          <Suspense fallback={<Loading />}>{content}</Suspense>
        </LoadFailed>
      </div>
    </div>
  );
}

function useShown(path: string) {
  const { parser } = useRouter();
  for (const place of places) {
    for (const [pattern, draw] of Object.entries(place.routes)) {
      const [fits, params] = matchRoute<{ id?: string }>(parser, pattern, path);
      if (fits) return { place, content: draw(params.id ?? '') };
    }
  }
  // An address that nothing has: where the app begins.
  return { place: firstTab, content: firstTab.routes['/']?.('') };
}

function Loading() {
  return (
    <main className="nothing">
      <h1 className="only-read">{t('app.name')}</h1>
      <output className="start-text">{t('app.loading')}</output>
    </main>
  );
}
