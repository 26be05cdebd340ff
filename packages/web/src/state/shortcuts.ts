// Who does what a key of keys.ts asks for. One listener for the page; who registered last is asked, as the screen on top.
import { createContext, useContext, useEffect, useRef } from 'react';
import { isPressed, isSign, type ShortcutId } from '../keys.ts';

type Run = () => void;

export interface Shortcuts {
  /** @returns ends it */
  readonly add: (id: ShortcutId, run: Run) => () => void;
  /** Listens to the page; returns what ends it. */
  readonly follow: () => () => void;
}

export function createShortcuts(): Shortcuts {
  const runs = new Map<ShortcutId, readonly Run[]>();
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isTaken()) return;
    const isWriting = isField(event.target);
    for (const [id, stack] of runs) {
      const run = stack.at(-1);
      if (!run || !isPressed(id, event) || (isWriting && isSign(id) && isPlain(event))) continue;
      event.preventDefault();
      run();
      return;
    }
  };
  return {
    add(id, run) {
      runs.set(id, [...(runs.get(id) ?? []), run]);
      return () => runs.set(id, runs.get(id)?.filter((other) => other !== run) ?? []);
    },
    follow() {
      addEventListener('keydown', onKey);
      return () => removeEventListener('keydown', onKey);
    },
  };
}

export const ShortcutsContext = createContext<Shortcuts>(createShortcuts());

/** Runs while the component is shown, unless a dialog or menu has the keys; signs not while somebody writes. */
export function useShortcut(id: ShortcutId, run: Run, isOn = true): void {
  const shortcuts = useContext(ShortcutsContext);
  const newest = useRef(run);
  useEffect(() => {
    newest.current = run;
  });
  useEffect(
    () => (isOn ? shortcuts.add(id, () => newest.current()) : undefined),
    [shortcuts, id, isOn],
  );
}

function isPlain({ altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return !altKey && !ctrlKey && !metaKey;
}

function isTaken(): boolean {
  return document.querySelector('dialog[open], [popover]:popover-open') !== null;
}

const written = 'input:not([type=checkbox], [type=radio], [type=button]), textarea, select';

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches(written);
}
