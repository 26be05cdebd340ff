import type { Message } from '@hubbub/protocol';
import { lazy, Suspense, useState } from 'react';
import { OriginLine } from '../messages/origin-line.tsx';
import { PollCard } from '../messages/poll-card.tsx';
import { Quote } from '../messages/quote.tsx';
import { Reactions } from '../messages/reactions.tsx';
import { RecalledText } from '../messages/recalled-text.tsx';
import { Words } from '../messages/words.tsx';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';

const EditsDialog = lazy(() => import('../messages/edits-dialog.tsx'));

/** All that stands in a message: what it answers, what it says, and what people put under it. */
export function MessageContent({ message }: { message: Message }) {
  if (message.damaged) return <p className="message-gone">{t('message.damaged')}</p>;
  if (message.recalled) return <RecalledText message={message} />;
  return (
    <>
      {message.replyTo > 0 && <Quote conversation={message.conversation} seq={message.replyTo} />}
      {message.origin && <OriginLine origin={message.origin} />}
      <What message={message} />
      {message.editedAt && <Edited message={message} />}
      <Reactions message={message} />
    </>
  );
}

const MediaContent = lazy(() => import('../attachments/media-content.tsx'));

function What({ message }: { message: Message }) {
  const { content, sender } = message;
  const { name } = useNames();
  if (content.case === 'text') return <Words text={content.value} />;
  if (content.case === 'media')
    return (
      <>
        {content.value.text !== '' && <Words text={content.value.text} />}
        <Suspense>
          <MediaContent items={content.value.items} author={name(sender)} />
        </Suspense>
      </>
    );
  const kind = content.case === 'card' ? content.value.kind : undefined;
  if (kind?.case === 'poll') return <PollCard message={message} poll={kind.value} />;
  return <p className="message-gone">{t('message.unknown')}</p>;
}

function Edited({ message }: { message: Message }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="message-note message-edited"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('message.edited')}
      </button>
      {isOpen && (
        <Suspense>
          <EditsDialog message={message} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
