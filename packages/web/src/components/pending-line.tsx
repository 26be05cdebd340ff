import { lazy, Suspense } from 'react';
import { failureText } from '../actions/failure.ts';
import { useClient } from '../state/app-state.ts';
import type { PendingRow } from '../state/rows.ts';
import { nameOf } from '../state/use-client-state.ts';
import { useWhisperNames } from '../state/conversation-title.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { Line } from './message-line.tsx';
import { Quote } from '../messages/quote.tsx';
import { Words } from '../messages/words.tsx';

const MediaContent = lazy(() => import('../attachments/media-content.tsx'));

interface PendingLineProps {
  readonly row: PendingRow;
  readonly conversation: string;
}

/** A message on its way: waiting and sending look alike, since both end by themselves; failed asks what to do. */
export function PendingLine({ row, conversation }: PendingLineProps) {
  const client = useClient();
  const me = useMe();
  const { pending } = row;
  const to = useWhisperNames();
  const whisper = row.whisper && t('whisper.to', { names: to(row.whisper.conversation) });
  const isFailed = pending.status === 'failed';
  return (
    <Line sender={me.id} name={nameOf(me)} first={row.first} own whisper={whisper}>
      {pending.replyTo !== undefined && <Quote conversation={conversation} seq={pending.replyTo} />}
      {pending.text !== '' && <Words text={pending.text} />}
      {pending.media && (
        <Suspense>
          <MediaContent
            items={pending.media.map(({ voice, ...media }) => ({ media, voice }))}
            author={nameOf(me)}
          />
        </Suspense>
      )}
      {isFailed ? (
        <div className="message-failed" role="alert">
          <span>{t('message.failedWhy', { reason: failureText(pending.error) })}</span>
          <button
            type="button"
            className="link-button"
            onClick={() => client.retry(conversation, pending.clientMsgId)}
          >
            {t('message.retry')}
          </button>
          <button
            type="button"
            className="link-button"
            onClick={() => client.discard(conversation, pending.clientMsgId)}
          >
            {t('message.discard')}
          </button>
        </div>
      ) : (
        <p className="message-sending">{t('message.sending')}</p>
      )}
    </Line>
  );
}
