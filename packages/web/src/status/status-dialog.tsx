import { useState, type FormEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Field, Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { Choice } from '../components/choice.tsx';
import { useClient } from '../state/app-state.ts';
import { useMe } from '../state/use-session.ts';
import { useStatus } from '../state/use-status.ts';
import { t } from '../strings.ts';
import './status.css';
import './texts.ts';

const emojis = ['💬', '🗓️', '🎧', '🚌', '🍜', '🤒', '🌴', '🏠'];
const minute = 60;
const hour = 60 * minute;

/** What the user is about, and for how long. */
export default function StatusDialog({ close }: { close: () => void }) {
  const client = useClient();
  const now = useStatus(useMe());
  const task = useTask();
  const [emoji, setEmoji] = useState(now?.emoji ?? '');
  const [seconds, setSeconds] = useState(hour);
  const set = (status: { emoji: string; text: string; seconds: number }) =>
    task.run(async () => {
      await client.call('user.setStatus', status);
      close();
    });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    set({ emoji, text: textOf(new FormData(event.currentTarget), 'text').trim(), seconds });
  };
  return (
    <Dialog title={t('status.title')} close={close}>
      <form onSubmit={submit}>
        <fieldset className="status-emojis" aria-label={t('status.emoji')}>
          {emojis.map((one) => (
            <button
              key={one}
              type="button"
              className="status-emoji"
              aria-pressed={one === emoji}
              onClick={() => setEmoji(one === emoji ? '' : one)}
            >
              {one}
            </button>
          ))}
        </fieldset>
        <Field
          label={t('status.text')}
          name="text"
          maxLength={80}
          defaultValue={now?.text ?? ''}
          placeholder={t('status.placeholder')}
          autoComplete="off"
        />
        <Choice
          title={t('status.ends')}
          hint={t('status.endsHint')}
          options={[
            [30 * minute, t('status.minutes30')],
            [hour, t('status.hour')],
            [4 * hour, t('status.hours4')],
            [24 * hour, t('status.day')],
            [0, t('status.stays')],
          ]}
          chosen={seconds}
          choose={setSeconds}
        />
        <Problem text={task.problem} />
        <DialogActions close={close}>
          {now && (
            <button
              type="button"
              className="button"
              disabled={task.busy}
              onClick={() => set({ emoji: '', text: '', seconds: 0 })}
            >
              {t('status.clear')}
            </button>
          )}
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t('status.set')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
