// What keys open over any screen. Loaded when first asked for.
import { lazy, Suspense, useState } from 'react';
import { useShortcut } from '../state/shortcuts.ts';
import type { Place } from '../switcher/candidates.ts';

const Switcher = lazy(() => import('../switcher/switcher.tsx'));
const KeysDialog = lazy(() => import('../components/keys-dialog.tsx'));

export function Overlays({ places }: { places: readonly Place[] }) {
  const [open, setOpen] = useState<'switcher' | 'keys'>();
  useShortcut('switcher.open', () => setOpen('switcher'));
  useShortcut('keys.show', () => setOpen('keys'));
  const close = () => setOpen(undefined);
  return (
    <Suspense>
      {open === 'switcher' && <Switcher places={places} close={close} />}
      {open === 'keys' && <KeysDialog close={close} />}
    </Suspense>
  );
}
