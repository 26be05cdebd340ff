// What one does with a conversation for oneself: at its row in the list, and in its head.
import type { InboxEntry } from '@hubbub/client';
import { Configuration_Level as Level, type OperationInput } from '@hubbub/protocol';
import { useState, type KeyboardEvent } from 'react';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { failureText } from '../actions/failure.ts';
import { useAppState } from '../state/app-state.ts';
import { isInArchive, isQuiet, isUnread } from '../state/unread.ts';
import { t } from '../strings.ts';
import type { Point } from './desk.ts';
import { Floating } from './floating.tsx';
import './tools.css';

interface ConversationActsProps {
  readonly entry: InboxEntry;
  readonly at: Point;
  readonly close: () => void;
}

type Configuring = Partial<OperationInput<'conversation.configure'>>;

const hour = 3600;
const always = 315_360_000;
const mutes = [
  ['own.muteHour', hour],
  ['own.mute8Hours', 8 * hour],
  ['own.muteAlways', always],
] as const;
const levels = [
  ['own.levelAll', Level.ALL],
  ['own.levelMentions', Level.MENTIONS],
  ['own.levelNone', Level.NONE],
] as const;

export default function ConversationActs({ entry, at, close }: ConversationActsProps) {
  const { client, teller } = useAppState();
  const tell = (error: unknown) => teller.tell(failureText(error));
  const [isAsking, setAsking] = useState(false);
  const { id: conversation, seq = 0 } = entry.conversation;
  const { configuration } = entry;
  const configure = (asked: Configuring) => () => {
    close();
    const args = { conversation, level: Level.UNSPECIFIED, ...asked };
    client.call('conversation.configure', args).catch(tell);
  };
  const mark = (unread: boolean) => () => {
    close();
    const read = unread ? {} : { read: seq };
    client.call('mark.set', { conversation, unread, ...read }).catch(tell);
  };
  if (isAsking)
    return (
      <ConfirmDialog
        title={t('clear.title')}
        text={t('clear.text')}
        action={t('clear.action')}
        run={async () => {
          await client.call('conversation.clear', { conversation });
          close();
        }}
        close={close}
      />
    );
  const isPinned = (configuration?.pinned ?? 0) > 0;
  const isArchived = isInArchive(entry);
  const level = configuration?.level || Level.ALL;
  return (
    <Floating at={at} close={close}>
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its items have the focus */}
      <div
        role="menu"
        className="acts act-row"
        aria-label={t('conversation.more')}
        onKeyDown={moveIn}
        ref={(menu) => menu?.querySelector<HTMLElement>('[role^=menuitem]')?.focus()}
      >
        <Item
          icon="pin"
          text={t(isPinned ? 'own.unpin' : 'own.pin')}
          run={configure({ pinned: !isPinned })}
        />
        {isUnread(entry) ? (
          <Item icon="check" text={t('own.markRead')} run={mark(false)} />
        ) : (
          <Item icon="message" text={t('own.markUnread')} run={mark(true)} />
        )}
        {isQuiet(entry) ? (
          <Item icon="bell" text={t('own.unmute')} run={configure({ muteSeconds: 0 })} />
        ) : (
          mutes.map(([text, muteSeconds]) => (
            <Item key={text} icon="bell" text={t(text)} run={configure({ muteSeconds })} />
          ))
        )}
        {levels.map(([text, one]) => (
          <Item
            key={text}
            icon={one === level ? 'check' : undefined}
            text={t(text)}
            isChosen={one === level}
            run={configure({ level: one })}
          />
        ))}
        <Item
          icon="down"
          text={t(isArchived ? 'own.unarchive' : 'own.archive')}
          run={configure({ archived: !isArchived })}
        />
        <Item
          icon="trash"
          text={t('clear.action')}
          className="act-danger"
          run={() => setAsking(true)}
        />
      </div>
    </Floating>
  );
}

interface ItemProps {
  readonly icon: IconName | undefined;
  readonly text: string;
  readonly run: () => void;
  readonly isChosen?: boolean;
  readonly className?: string;
}

function Item({ icon, text, run, isChosen, className }: ItemProps) {
  return (
    <button
      type="button"
      role={isChosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChosen}
      className={className}
      tabIndex={-1}
      onClick={run}
    >
      {icon ? <Icon name={icon} /> : <span className="act-blank" />}
      <span>{text}</span>
    </button>
  );
}

function moveIn(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]')];
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
}
