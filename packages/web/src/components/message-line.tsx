import type { Message } from '@hubbub/protocol';
import type { ReactNode } from 'react';
import { formatExact, formatTime, toDate } from '../format/time.ts';
import { MessageFrame } from '../messages/message-frame.tsx';
import type { MessageRow } from '../state/rows.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { Avatar } from './avatar.tsx';
import { MessageContent } from './message-content.tsx';
import { StatusMark } from './status-mark.tsx';
import { Ticks } from './ticks.tsx';

export function MessageLine({ row }: { row: MessageRow }) {
  const { name } = useNames();
  const { message, own, first } = row;
  const at = message.createdAt ? toDate(message.createdAt) : undefined;
  return (
    <Line
      message={message}
      sender={message.sender}
      name={name(message.sender)}
      first={first}
      own={own}
      at={at}
    >
      <MessageContent message={message} />
    </Line>
  );
}

interface LineProps {
  /** Set when something can be done with it. */
  readonly message?: Message;
  readonly sender: string;
  readonly name: string;
  readonly first: boolean;
  readonly own: boolean;
  readonly at?: Date | undefined;
  /** Says whom it is for, when that is not everybody. */
  readonly whisper?: string | undefined;
  readonly children: ReactNode;
}

/** The frame of a message, sent or pending. The name is read with every line, drawn on the first of a group. */
export function Line({ message, sender, name, first, own, at, whisper, children }: LineProps) {
  const { user } = useNames();
  const classes = [
    'message',
    first && 'message-first',
    own && 'message-own',
    whisper && 'message-whisper',
  ];
  const className = classes.filter(Boolean).join(' ');
  const inside = (
    <>
      {first && <Avatar id={sender} name={name} size="small" />}
      <header className={first ? 'message-head' : 'only-read'}>
        <bdi className="message-name">{name}</bdi>
        {first && <StatusMark user={user(sender)} />}
        {own && <span className="message-you"> {t('message.you')}</span>}
      </header>
      {at && (
        <time className="message-time" dateTime={at.toISOString()} title={formatExact(at)}>
          {formatTime(at)}
        </time>
      )}
      {own && message && <Ticks message={message} />}
      <div className="message-body">
        {whisper && <p className="message-to">{whisper}</p>}
        {children}
      </div>
    </>
  );
  if (!message) return <article className={className}>{inside}</article>;
  return (
    <MessageFrame message={message} className={className}>
      {inside}
    </MessageFrame>
  );
}
