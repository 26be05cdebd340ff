// Says to the server that somebody looks at this page, so that no device is told over a push service meanwhile. Whoever has
// not moved anything for some minutes looks elsewhere.
import { useEffect } from 'react';
import { useClient } from '../state/app-state.ts';
import { hasAttention, onAttention } from '../state/attention.ts';
import { useSession } from '../state/use-session.ts';

const idleMs = 180_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

export default function Attending() {
  const client = useClient();
  const { status } = useSession();
  useEffect(() => {
    if (status !== 'online') return undefined;
    let said = false;
    let movedAt = Date.now();
    const look = () => {
      const attending = hasAttention() && Date.now() - movedAt < idleMs;
      if (attending === said) return;
      said = attending;
      client.post('presence.attend', { stopped: !attending });
    };
    const moved = () => {
      movedAt = Date.now();
      if (!said) look();
    };
    const stop = onAttention(look);
    const timer = setInterval(look, idleMs / 6);
    for (const sign of signs) addEventListener(sign, moved, { passive: true, capture: true });
    look();
    return () => {
      stop();
      clearInterval(timer);
      for (const sign of signs) removeEventListener(sign, moved, { capture: true });
    };
  }, [client, status]);
  return null;
}
