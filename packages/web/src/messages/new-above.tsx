import type { ConversationView } from '@hubbub/client';
import { useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { t } from '../strings.ts';

interface NewAboveProps {
  readonly view: ConversationView;
  /** Where reading stopped. */
  readonly after: number | undefined;
  readonly jump: (seq: number) => void;
}

/** More is new than was loaded: the way up to where it begins. */
export function NewAbove({ view, after = 0, jump }: NewAboveProps) {
  const [count] = useState(view.unread);
  const [isDone, setDone] = useState(false);
  const isHeld = after + 1 >= (view.messages[0]?.seq ?? 0);
  if (isDone || isHeld || after === 0) return null;
  const go = () => {
    setDone(true);
    jump(after + 1);
  };
  return (
    <button type="button" className="jump jump-up" onClick={go}>
      <Icon name="down" />
      {t('conversation.jumpNew', { count })}
    </button>
  );
}
