import { lazy, Suspense, useState } from 'react';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { block, remove, unblock } from '../actions/contacts.ts';

const ReportDialog = lazy(() => import('../moderation/report-dialog.tsx'));

interface LastActionsProps {
  readonly id: string;
  readonly isFriend: boolean;
  readonly isBlocked: boolean;
}

/** What parts the two; asked again before it is done. */
export function LastActions({ id, isFriend, isBlocked }: LastActionsProps) {
  const client = useClient();
  const task = useTask();
  const [dialog, setDialog] = useState<'remove' | 'block' | 'report'>();
  const close = () => setDialog(undefined);
  return (
    <div className="profile-last">
      {isFriend && (
        <button type="button" className="button button-danger" onClick={() => setDialog('remove')}>
          <Icon name="trash" />
          {t('contact.remove')}
        </button>
      )}
      {isBlocked ? (
        <button
          type="button"
          className="button"
          disabled={task.busy}
          onClick={() => task.run(() => unblock(client, id))}
        >
          {t('contact.unblock')}
        </button>
      ) : (
        <button type="button" className="button button-danger" onClick={() => setDialog('block')}>
          <Icon name="block" />
          {t('contact.block')}
        </button>
      )}
      <button type="button" className="button button-danger" onClick={() => setDialog('report')}>
        <Icon name="flag" />
        {t('moderation.reportAction')}
      </button>
      <Problem text={task.problem} />
      {dialog === 'report' && (
        <Suspense>
          <ReportDialog what={{ user: id }} close={close} />
        </Suspense>
      )}
      {dialog && dialog !== 'report' && <Question what={dialog} id={id} close={close} />}
    </div>
  );
}

interface QuestionProps {
  readonly what: 'remove' | 'block';
  readonly id: string;
  readonly close: () => void;
}

function Question({ what, id, close }: QuestionProps) {
  const client = useClient();
  const { name } = useNames();
  const run = async () => {
    await (what === 'remove' ? remove : block)(client, id);
    close();
  };
  return (
    <ConfirmDialog
      title={t(what === 'remove' ? 'contact.removeTitle' : 'contact.blockTitle', {
        name: name(id),
      })}
      text={t(what === 'remove' ? 'contact.removeText' : 'contact.blockText')}
      action={t(what === 'remove' ? 'contact.remove' : 'contact.block')}
      run={run}
      close={close}
    />
  );
}
