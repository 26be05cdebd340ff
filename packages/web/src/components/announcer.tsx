import { useStore } from 'zustand';
import { useAppState } from '../state/app-state.ts';

/** The live region of the page; it must be there before what it says. */
export function Announcer() {
  const { announcer } = useAppState();
  const { text, count } = useStore(announcer.store);
  return (
    <output className="only-read" aria-live="polite">
      <span key={count}>{text}</span>
    </output>
  );
}
