// The browser's own modal dialog: it keeps the focus inside, closes on Escape, makes the page behind inert and gives the
// focus back. (Kits that lock scrolling by adding a style element are refused by our content security policy.)
import { useLayoutEffect, useRef, type PointerEvent, type ReactNode } from 'react';

interface ModalProps {
  readonly className: string;
  /** What it is called, or the id of the element that says so. */
  readonly name: { readonly label: string } | { readonly labelledBy: string };
  /** Without it nothing but what is inside ends it: no Escape and no press beside it. */
  readonly close?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function Modal({ className, name, close, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // In the layout phase: closing gives the focus back only while the element is still in the document.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>('input:not([hidden]), textarea')?.focus();
    return () => {
      element?.close();
      queueMicrotask(focusAnew);
    };
  }, []);
  // The padding is inside, so what hits the element itself is the backdrop.
  const outside = (event: PointerEvent) => {
    if (event.target === dialog.current) close?.();
  };
  const cancel = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    close?.();
  };
  return (
    <dialog
      ref={dialog}
      className={className}
      aria-label={'label' in name ? name.label : undefined}
      aria-labelledby={'labelledBy' in name ? name.labelledBy : undefined}
      onCancel={cancel}
      onPointerDown={outside}
    >
      {children}
    </dialog>
  );
}

/** Chromium gives a field the focus back and shows the caret, but no letter arrives until it is focused anew. */
function focusAnew(): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
  field.blur();
  field.focus();
}
