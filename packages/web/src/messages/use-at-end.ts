import { useState } from 'react';
import { perFrame } from '../state/per-frame.ts';
import { endNear, type List } from './list.ts';

/** Whether the newest message is in sight, and what the list calls when something of it has changed. */
export function useAtEnd(): [isAtEnd: boolean, onChange: (list: List) => void] {
  const [isAtEnd, setAtEnd] = useState(true);
  // To ask is to lay the page out. The list calls for each row that was measured, while the rows are being placed.
  const [onChange] = useState(() => {
    let changed: List | undefined;
    const look = perFrame(() => setAtEnd(changed?.isAtEnd(endNear) ?? true));
    return (list: List) => {
      changed = list;
      look();
    };
  });
  return [isAtEnd, onChange];
}
