import { lazy, Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { Icon } from '../components/icon.tsx';
import { t } from '../strings.ts';
import type { Point } from './desk.ts';

const EmojiPicker = lazy(() => import('./emoji-picker.tsx'));
const PollDialog = lazy(() => import('./poll-dialog.tsx'));

interface ComposerToolsProps {
  readonly conversation: string;
  readonly isWhisper: boolean;
  readonly insert: (emoji: string) => void;
}

/** What can be put into a conversation besides what is typed. */
export function ComposerTools({ conversation, isWhisper, insert }: ComposerToolsProps) {
  const [at, setAt] = useState<Point>();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      {!isWhisper && (
        <button
          type="button"
          className="icon-button"
          aria-label={t('poll.create')}
          title={t('poll.create')}
          aria-haspopup="dialog"
          onClick={() => setAsking(true)}
        >
          <Icon name="plus" />
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={t('emoji.insert')}
        title={t('emoji.insert')}
        aria-haspopup="dialog"
        onClick={({ currentTarget }) => {
          const { left, top } = currentTarget.getBoundingClientRect();
          setAt({ x: left, y: top - 372 });
        }}
      >
        <Icon name="smile" />
      </button>
      {/* Outside the composer's form: what is pressed there is no sending. */}
      {createPortal(
        <Suspense>
          {at && <EmojiPicker at={at} choose={insert} close={() => setAt(undefined)} />}
          {isAsking && <PollDialog conversation={conversation} close={() => setAsking(false)} />}
        </Suspense>,
        document.body,
      )}
    </>
  );
}
