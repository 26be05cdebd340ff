import type { Message } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { listOf } from '../format/list.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import type { Point } from './desk.ts';
import './tools.css';

interface ReactedByProps {
  readonly message: Message;
  readonly emoji: string;
  readonly at: Point;
}

const most = 12;
/** Whoever only crosses a chip with the mouse asks nothing. */
const restMs = 350;

/** Who put an emoji under a message; a hint that takes no focus. */
export default function ReactedBy({ message, emoji, at }: ReactedByProps) {
  const client = useClient();
  const me = useMe();
  const { name } = useNames();
  const [users, setUsers] = useState<readonly string[]>();
  const { conversation, seq = 0, reactions } = message;
  const count = reactions.find((one) => one.emoji === emoji)?.count ?? 0;
  useEffect(() => {
    let over = false;
    const timer = setTimeout(() => {
      client.call('message.reactions', { conversation, seq, emoji, limit: most }).then(
        (page) => {
          if (!over) setUsers(page.users.map(({ id }) => id));
        },
        () => undefined,
      );
    }, restMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, conversation, seq, emoji, count]);
  if (!users?.length) return null;
  const names = listOf(users.map((id) => (id === me.id ? t('reaction.you') : name(id))));
  const more = Math.max(0, count - users.length);
  const place = (element: HTMLElement | null) => {
    if (!element) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(at.x, innerWidth - width - 8))}px`;
    element.style.top = `${Math.min(at.y, innerHeight - height - 8)}px`;
  };
  return (
    <div ref={place} popover="manual" className="hint-box" role="tooltip">
      <span className="hint-emoji">{emoji}</span>
      <span>{more > 0 ? t('reaction.byMore', { names, count: more }) : names}</span>
    </div>
  );
}
