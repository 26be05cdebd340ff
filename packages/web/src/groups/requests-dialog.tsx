// Who wants to come in: yes or no, one after the other.
import type { Applicant, Conversation } from '@hubbub/protocol';
import { Dialog } from '../components/dialog.tsx';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { PersonRow } from '../components/person-row.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { useTask } from '../components/use-task.ts';
import { formatSince, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { useWaiting } from '../state/use-waiting.ts';
import { t } from '../strings.ts';
import { decide } from './actions.ts';

interface RequestsDialogProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

export function RequestsDialog({ conversation: { id }, close }: RequestsDialogProps) {
  const client = useClient();
  const task = useTask();
  // Whoever asks while it is open is shown too.
  const waiting = useWaiting(id);
  const load = async (): Promise<readonly Applicant[]> =>
    (await client.call('invite.requests', { conversation: id })).applicants;
  const { value: applicants, put, problem } = useLoaded(load, `${id} ${waiting}`);
  const answer = (user: string, approve: boolean) =>
    task.run(async () => {
      await decide(client, { conversation: id, user }, approve);
      put((old) => old?.filter((one) => one.user !== user));
    });
  return (
    <Dialog title={t('groups.requestsTitle')} close={close}>
      {!applicants && !problem && <p className="quiet">{t('conversation.loading')}</p>}
      {applicants?.length === 0 && <p className="quiet">{t('groups.noRequests')}</p>}
      <ul className="requests">
        {applicants?.map((one) => (
          <Row key={one.user} applicant={one} busy={task.busy} answer={answer} />
        ))}
      </ul>
      <Problem text={task.problem || problem} />
    </Dialog>
  );
}

interface RowProps {
  readonly applicant: Applicant;
  readonly busy: boolean;
  readonly answer: (user: string, approve: boolean) => void;
}

function Row({ applicant: { user, text, askedAt, wasRemoved }, busy, answer }: RowProps) {
  const { name } = useNames();
  const shown = name(user);
  return (
    <PersonRow
      user={user}
      words={text}
      facts={
        <>
          {askedAt && formatSince(toDate(askedAt))}
          {wasRemoved && ` · ${t('groups.wasRemoved')}`}
        </>
      }
    >
      <button
        type="button"
        className="icon-button"
        aria-label={t('groups.decline', { name: shown })}
        disabled={busy}
        onClick={() => answer(user, false)}
      >
        <Icon name="close" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('groups.approve', { name: shown })}
        disabled={busy}
        onClick={() => answer(user, true)}
      >
        <Icon name="check" />
      </button>
    </PersonRow>
  );
}
