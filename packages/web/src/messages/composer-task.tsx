import { Icon } from '../components/icon.tsx';
import { useClient } from '../state/app-state.ts';
import type { DraftTask } from '../state/drafts.ts';
import { said } from '../state/said.ts';
import { useConversation, useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { Quoted } from './quote.tsx';

interface ComposerTaskProps {
  readonly conversation: string;
  readonly task: DraftTask;
  readonly stop: () => void;
}

/** Above the composer: the message that is answered or edited. */
export function ComposerTask({ conversation, task, stop }: ComposerTaskProps) {
  const { state } = useClient();
  const { name } = useNames();
  useConversation(conversation);
  const message = state.message(conversation, task.seq);
  const isEdit = task.kind === 'edit';
  return (
    <div className="composer-task">
      <Icon name={isEdit ? 'edit' : 'reply'} />
      <p className="composer-quote">
        {isEdit && <span className="quote-name">{t('composer.editing')}</span>}
        {message && !isEdit && <Quoted message={message} />}
        {message && isEdit && (
          <span className="quote-text" dir="auto">
            {said(message, name)}
          </span>
        )}
      </p>
      <button
        type="button"
        className="icon-button"
        aria-label={t(isEdit ? 'composer.stopEdit' : 'composer.stopReply')}
        onClick={stop}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
