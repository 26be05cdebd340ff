import { useEffect, type RefObject } from 'react';

/** Files that are dropped anywhere on the conversation around this element, or pasted into it. */
export function useDrop(
  inside: RefObject<HTMLElement | null>,
  add: (files: readonly File[]) => void,
): void {
  useEffect(() => {
    const area = inside.current?.closest('main') ?? inside.current;
    if (!area) return undefined;
    const once = new AbortController();
    const { signal } = once;
    const mark = (isOver: boolean) => area.classList.toggle('drop-here', isOver);
    area.addEventListener(
      'dragover',
      (event) => {
        if (event.dataTransfer?.types.includes('Files') !== true) return;
        event.preventDefault();
        mark(true);
      },
      { signal },
    );
    area.addEventListener('dragleave', () => mark(false), { signal });
    area.addEventListener(
      'drop',
      (event) => {
        mark(false);
        if (take(event.dataTransfer, add)) event.preventDefault();
      },
      { signal },
    );
    inside.current?.addEventListener(
      'paste',
      (event) => {
        // Words that were copied with a picture of themselves stay words.
        if (event.clipboardData?.types.includes('text/plain') === true) return;
        if (take(event.clipboardData, add)) event.preventDefault();
      },
      { signal },
    );
    return () => once.abort();
  });
}

function take(data: DataTransfer | null, add: (files: readonly File[]) => void): boolean {
  const files = [...(data?.files ?? [])];
  if (files.length > 0) add(files);
  return files.length > 0;
}
