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

/** More is new than is held: the way up to where it begins. Of each place where reading stopped it is another one. */
export function NewAbove({ view, after = 0, jump }: NewAboveProps) {
  const { unread, readSeq } = view;
  const [count, setCount] = useState(unread);
  const [isDone, setDone] = useState(false);
  const isHeld = after + 1 >= (view.messages[0]?.seq ?? 0);
  // It grows while nobody looks, and stays when its end has been read.
  if (unread > count) setCount(unread);
  // Who reads on while it is held has come by where it begins: it is not new any more when it is let go of.
  if (!isDone && isHeld && readSeq > after) setDone(true);
  if (isDone || isHeld || count === 0 || after === 0) return null;
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
