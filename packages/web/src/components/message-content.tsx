import type { Message } from '@hubbub/protocol';
import { lazy, memo, Suspense } from 'react';
import { said } from '../state/said.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { MessageText } from './message-text.tsx';
import { PollCard } from './poll-card.tsx';

/** All that stands in a message: what it answers, what it says, and what people put under it. */
export function MessageContent({ message }: { message: Message }) {
  if (message.recalled) return <p className="message-gone">{t('list.recalled')}</p>;
  return (
    <>
      {message.replyTo > 0 && <Quote message={message} />}
      <Words message={message} />
      {message.editedAt && <small className="message-note">{t('message.edited')}</small>}
      {message.reactions.length > 0 && (
        <p className="message-note">
          {message.reactions.map(({ emoji, count }) => `${emoji} ${count ?? 0}`).join('  ')}
        </p>
      )}
    </>
  );
}

const MediaContent = lazy(() => import('../attachments/media-content.tsx'));

// Text never changes under the same row often: finding links again on every scroll would be waste.
const Text = memo(MessageText);

function Words({ message: { content, sender } }: { message: Message }) {
  const { name } = useNames();
  if (content.case === 'media')
    return (
      <>
        {content.value.text !== '' && <Text text={content.value.text} />}
        <Suspense>
          <MediaContent items={content.value.items} author={name(sender)} />
        </Suspense>
      </>
    );
  if (content.case === 'text') return <Text text={content.value} />;
  const kind = content.case === 'card' ? content.value.kind : undefined;
  if (kind?.case === 'poll') return <PollCard poll={kind.value} />;
  return <p className="message-gone">{t('message.unknown')}</p>;
}

function Quote({ message: { conversation, replyTo } }: { message: Message }) {
  const { state } = useClient();
  const { name } = useNames();
  const quoted = state.message(conversation, replyTo);
  if (quoted === undefined) return <p className="message-quote">…</p>;
  const text =
    quoted === null
      ? t('message.hidden')
      : t('message.announce', { name: name(quoted.sender), text: said(quoted) });
  return (
    <p className="message-quote" dir="auto">
      {text}
    </p>
  );
}
