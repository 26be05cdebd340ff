import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { accept, decline } from '../actions/contacts.ts';

/** The two answers to a request. */
export function Answer({ user }: { user: string }) {
  const client = useClient();
  const { name } = useNames();
  const task = useTask();
  const values = { name: name(user) };
  const answer = (what: typeof accept) => () => task.run(() => what(client, user));
  return (
    <div className="answers">
      <button
        type="button"
        className="button button-main"
        disabled={task.busy}
        aria-label={t('contact.acceptLabel', values)}
        onClick={answer(accept)}
      >
        {t('contact.accept')}
      </button>
      <button
        type="button"
        className="button"
        disabled={task.busy}
        aria-label={t('contact.declineLabel', values)}
        onClick={answer(decline)}
      >
        {t('contact.decline')}
      </button>
      <Problem text={task.problem} />
    </div>
  );
}
