import type { Conversation } from '@hubbub/protocol';
import { toDate } from '../format/time.ts';
import { useWhisperNames } from '../state/conversation-title.ts';
import type { WhisperRow } from '../state/rows.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { Line } from './message-line.tsx';
import { listOf } from '../format/list.ts';
import { MessageContent } from './message-content.tsx';

interface WhisperLineProps {
  readonly row: WhisperRow;
  readonly reply: (whisper: Conversation) => void;
}

/** Every one says that it is a whisper and between whom: it stands among what everybody sees. */
export function WhisperLine({ row, reply }: WhisperLineProps) {
  const { name } = useNames();
  const me = useMe();
  const others = useWhisperNames();
  const { message, own, whisper } = row;
  const { conversation } = whisper;
  const sender = name(message.sender);
  const to = conversation.users
    .filter((user) => user !== message.sender)
    .map((user) => (user === me.id ? t('user.you') : name(user)));
  const mark = own
    ? t('whisper.to', { names: others(conversation) })
    : t('whisper.from', { name: sender, names: listOf(to) });
  const at = message.createdAt ? toDate(message.createdAt) : undefined;
  return (
    <Line
      message={message}
      sender={message.sender}
      name={sender}
      first
      own={own}
      at={at}
      whisper={mark}
    >
      <MessageContent message={message} />
      {!own && (
        <button type="button" className="link-button" onClick={() => reply(conversation)}>
          {t('whisper.reply')}
        </button>
      )}
    </Line>
  );
}
