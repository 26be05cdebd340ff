// The root: one AppState per login. Whoever logs in next gets a new one, so nothing of the user before can show through.
import type { Refusal } from '@hubbub/client';
import { useEffect, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { isLoggedOut } from './actions/refusal.ts';
import { Announcer } from './components/announcer.tsx';
import { ToldLine } from './components/told-line.tsx';
import { LogInScreen } from './screens/log-in-screen.tsx';
import { MainScreen } from './screens/main-screen.tsx';
import { StartScreen } from './screens/start-screen.tsx';
import {
  AppStateContext,
  createAppState,
  useAppState,
  type StartOptions,
} from './state/app-state.ts';
import { useLanguage } from './state/language.ts';
import { ShortcutsContext } from './state/shortcuts.ts';
import { useSession } from './state/use-session.ts';

export function App() {
  // Texts are looked up while drawing: another language draws everything anew, and keeps what was typed and opened.
  useLanguage();
  const [state, setState] = useState(() => createAppState());
  useEffect(() => state.session.getState().start(), [state]);
  const again = (start: StartOptions) => {
    state.client.close();
    setState(createAppState(start));
  };
  return (
    <AppStateContext value={state}>
      <ShortcutsContext value={state.shortcuts}>
        <Screens again={again} key={state.id} />
      </ShortcutsContext>
      <ToldLine />
      <Announcer />
    </AppStateContext>
  );
}

function Screens({ again }: { again: (start: StartOptions) => void }) {
  const session = useSession();
  const { phase, refusal, user } = session;
  const { ended } = useAppState();
  // A login that ended on its own says so; one that the user ended does not.
  useEffect(() => {
    if (phase === 'ended')
      again({
        phase: 'out',
        ...(refusal && { ended: refusal }),
        ...(user?.username && { username: user.username }),
      });
    if (phase === 'left') again({ phase: 'out' });
    if (phase === 'other') again({});
  });
  if (phase === 'starting') return <StartScreen />;
  // Without a cookie nothing has ended; with one that is refused for another reason than itself, that is worth a word.
  const isWorthIt = !isLoggedOut(refusal) || refusal === 'REPLACED';
  const why = ended ?? (isWorthIt ? refusal : undefined);
  if (phase !== 'in') return <LoggedOut why={why} />;
  return (
    <Switch>
      <Route path="/login">
        <Redirect to="/" replace />
      </Route>
      <Route>
        <MainScreen />
      </Route>
    </Switch>
  );
}

// The address stays what it was, so that a link to a conversation opens it after logging in; /login is the plain way.
function LoggedOut({ why }: { why: Refusal | undefined }) {
  const [path, navigate] = useLocation();
  useEffect(() => {
    if (path === '/' || path === '/rooms') navigate('/login', { replace: true });
  }, [path, navigate]);
  return <LogInScreen why={why} />;
}
